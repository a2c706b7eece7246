package org.farsight.exchange;

import java.util.Optional;

/** Who asks for what is kept. */
public sealed interface Caller {

  /** Id of the site whose studies it may see; empty where it may see all. */
  default Optional<String> scope() {
    return switch (this) {
      case OfSite branch -> Optional.of(branch.site().id());
      case Workstation workstation -> Optional.empty();
    };
  }

  /** A device of a branch site: sees what its own site has sent. */
  record OfSite(Site site) implements Caller {}

  /** A workstation of the core hospital: sees all. */
  record Workstation(Node node) implements Caller {}
}
