package org.farsight.exchange;

import java.util.List;
import java.util.Optional;

/**
 * Where exchanges go, with the way each is reached.
 *
 * @param entries all configured
 */
public record Targets(List<Entry> entries) {

  /** A target and what delivers to it. */
  public record Entry(Target target, Delivery delivery) {}

  /** Takes a copy. */
  public Targets {
    entries = List.copyOf(entries);
  }

  /** Those that an exchange of this kind must arrive at. */
  public List<Target> taking(Kind kind) {
    return entries.stream().map(Entry::target).filter(target -> target.takes(kind)).toList();
  }

  /**
   * Those that an exchange of this kind must arrive at once it is converted.
   *
   * @param archives whether archives are among them
   */
  List<Target> taking(Kind kind, boolean archives) {
    return taking(kind).stream()
        .filter(
            target ->
                switch (target) {
                  case Target.FhirServer fhir -> true;
                  case Target.Archive archive -> archives;
                })
        .toList();
  }

  /** What delivers to the target with this id; empty where it is not configured any more. */
  public Optional<Delivery> delivery(String id) {
    return entries.stream()
        .filter(entry -> entry.target().id().equals(id))
        .map(Entry::delivery)
        .findFirst();
  }
}
