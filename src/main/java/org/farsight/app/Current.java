package org.farsight.app;

import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Target;
import org.farsight.exchange.Targets;
import org.farsight.exchange.Workstations;
import org.jspecify.annotations.Nullable;

/**
 * What is in force now: sites, targets and rules. A reload replaces them as one; who asks twice may
 * be given two.
 */
final class Current implements Supplier<InForce> {
  private volatile @Nullable InForce inForce;

  /**
   * What is in force.
   *
   * @throws IllegalStateException before the first {@link #set}: a service was asked while the
   *     engine was being put together
   */
  @Override
  public InForce get() {
    InForce now = inForce;
    if (now == null) {
      throw new IllegalStateException("nothing is in force yet");
    }
    return now;
  }

  void set(InForce next) {
    inForce = next;
  }

  Sites sites() {
    return get().sites();
  }

  Targets targets() {
    return get().targets();
  }

  Workstations workstations() {
    return get().workstations();
  }

  /** The core hospital's FHIR server, the first that is named. */
  Optional<Target.FhirServer> fhirServer() {
    return targets().entries().stream()
        .map(Targets.Entry::target)
        .filter(Target.FhirServer.class::isInstance)
        .map(Target.FhirServer.class::cast)
        .findFirst();
  }
}
