package org.farsight.fhir;

import java.util.List;
import java.util.stream.Collectors;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;

/** Of what a transaction was made: the objects' digests and the program's version. */
final class ProvenanceResource {

  static final String AGENT_TYPE =
      "http://terminology.hl7.org/CodeSystem/provenance-participant-type";

  private ProvenanceResource() {}

  /** What was done, by its code. */
  enum Activity {
    CONVERT("convert", "Convert to FHIR"),
    DRAW("draw", "Draw an ECG");

    private final String code;
    private final String display;

    Activity(String code, String display) {
      this.code = code;
      this.display = display;
    }
  }

  /** Adds it as the last entry, about all others. */
  static void add(
      TransactionBundle bundle,
      Exchange exchange,
      Site site,
      List<Arrival> arrivals,
      Reference organization,
      ConversionOptions options,
      Activity activity) {
    Provenance provenance = new Provenance();
    provenance.getMeta().addProfile(Identifiers.PROFILE_PROVENANCE);
    bundle.references().forEach(provenance::addTarget);
    provenance.setRecordedElement(recorded(arrivals, site));
    provenance.setActivity(Codings.concept(Identifiers.READING, activity.code, activity.display));
    provenance
        .addAgent()
        .setType(Codings.concept(AGENT_TYPE, "assembler", "Assembler"))
        .setWho(
            new Reference()
                .setIdentifier(
                    new Identifier()
                        .setSystem(Identifiers.SOFTWARE)
                        .setValue("farsight/" + options.softwareVersion()))
                .setDisplay("Farsight " + options.softwareVersion()))
        .setOnBehalfOf(organization.copy());
    if (arrivals.size() <= options.maxInstances()) {
      arrivals.forEach(arrival -> addSource(provenance, arrival.content().digest()));
    } else {
      // one digest over all of them, in order of revision
      addSource(
          provenance,
          Digests.sha256(
              arrivals.stream().map(a -> a.content().digest()).collect(Collectors.joining("\n"))));
    }
    String id = Digests.sha256(exchange.id() + "\n" + exchange.revision() + "\n" + activity.code);
    bundle.place(provenance, id);
  }

  private static void addSource(Provenance provenance, String digest) {
    provenance
        .addEntity()
        .setRole(ProvenanceEntityRole.SOURCE)
        .setWhat(
            new Reference()
                .setIdentifier(new Identifier().setSystem(Identifiers.CONTENT).setValue(digest)));
  }

  /** The time of the newest object: a replay of the same revision must say the same. */
  private static InstantType recorded(List<Arrival> arrivals, Site site) {
    return FhirTimes.instant(arrivals.getLast().at(), site.zone());
  }
}
