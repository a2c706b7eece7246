package org.farsight.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.farsight.delivery.DrawingDelivery;
import org.farsight.delivery.FhirDelivery;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Target;
import org.farsight.exchange.Targets;
import org.farsight.fhir.ConversionOptions;
import org.farsight.fhir.DrawingConversion;
import org.farsight.fhir.EcgFiles;
import org.farsight.fhir.EcgPolicy;
import org.farsight.fhir.Profiles;

/**
 * ECGs on paper: for the pages, and for FHIR servers after they have the ECG.
 *
 * @param store where the originals are
 * @param pdf whose fonts are parsed once
 * @param policy the rules in force
 * @param recalled whether an exchange was sent under the wrong patient
 * @param profiles what is held to them before it is sent; empty: nothing is
 */
record Drawings(
    ContentStore store,
    ConversionOptions options,
    PdfDrawing pdf,
    Supplier<EcgPolicy> policy,
    Predicate<String> recalled,
    Optional<Profiles> profiles) {

  /** The originals, read as the conversion reads them. */
  KeptEcgs originals() {
    return new KeptEcgs(files(), policy);
  }

  private EcgFiles files() {
    return new EcgFiles(store, EcgFormats.standard(), options.maxFileBytes());
  }

  /**
   * What FHIR servers are given later than the ECG itself.
   *
   * @param entries those in force from now on
   * @param before in force so far: an unchanged target keeps what it has
   */
  List<Targets.Afterwards> after(List<Targets.Entry> entries, Optional<Targets> before) {
    List<Targets.Afterwards> all = new ArrayList<>();
    for (Targets.Entry entry : entries) {
      if (entry.target() instanceof Target.FhirServer server && server.drawings()) {
        all.add(
            before
                .filter(targets -> targets.entries().contains(entry))
                .flatMap(targets -> kept(targets, server.id()))
                .orElseGet(
                    () ->
                        new Targets.Afterwards(
                            server.id(),
                            new DrawingDelivery(
                                new FhirDelivery(server, store),
                                new DrawingConversion(
                                    files(), options, pdf, policy, recalled, profiles)))));
      }
    }
    return all;
  }

  private static Optional<Targets.Afterwards> kept(Targets targets, String id) {
    return targets.afterwards().stream().filter(one -> one.target().equals(id)).findFirst();
  }
}
