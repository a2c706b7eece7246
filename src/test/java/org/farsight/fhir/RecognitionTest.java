package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.dicom.io.Part10File;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome.Converted;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Recordings.Written;
import org.farsight.testdata.EcgTwins;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/**
 * The same ECG in another file: recognised by patient, time and samples together, never by less.
 */
class RecognitionTest {
  private static final LocalDateTime EIGHT = LocalDateTime.of(2026, 3, 2, 8, 0, 7);

  private final KeptFiles kept = new KeptFiles();
  private final Map<String, Written> written = new HashMap<>();
  private final Conversions conversions =
      new Conversions(
          kept,
          ConversionsTest.OPTIONS,
          EcgFormats.standard(),
          Optional.empty(),
          key -> Optional.ofNullable(written.get(key)));
  private int exchanges;

  @Test
  void anScpFileBehindItsDicomTwinGivesItsBytesAndNothingToRead() throws Exception {
    Bundle first = convert(dicom(EcgTwins.dicom(EIGHT)));
    String digest = content(first);
    assertThat(BundleRules.all(first, Task.class)).hasSize(1);

    Arrival second = file(EcgTwins.scp(EIGHT), "");
    Bundle bundle = convert(second);
    assertThat(BundleRules.all(bundle, Observation.class)).isEmpty();
    assertThat(BundleRules.all(bundle, ServiceRequest.class)).isEmpty();
    assertThat(BundleRules.all(bundle, Task.class)).isEmpty();
    assertThat(BundleRules.one(bundle, Binary.class).getData()).isEqualTo(EcgTwins.scp(EIGHT));
    assertThat(related(bundle))
        .containsExactly(
            "Observation?identifier=https%3A%2F%2Ffarsight.org%2Ffhir%2Fcontent%7C" + digest);
    assertThat(converted(second).forArchive()).isFalse();
  }

  @Test
  void aDicomEcgBehindItsScpTwinIsListedAndNotToBeRead() throws Exception {
    Bundle first = convert(file(EcgTwins.scp(EIGHT), ""));
    assertThat(BundleRules.all(first, Task.class)).hasSize(1);

    Arrival second = dicom(EcgTwins.dicom(EIGHT));
    Bundle bundle = convert(second);
    assertThat(BundleRules.all(bundle, Observation.class)).isEmpty();
    assertThat(BundleRules.all(bundle, ServiceRequest.class)).isEmpty();
    assertThat(BundleRules.all(bundle, Task.class)).isEmpty();
    assertThat(BundleRules.one(bundle, ImagingStudy.class).hasBasedOn()).isFalse();
    assertThat(related(bundle)).hasSize(2).first().asString().endsWith(content(first));
    assertThat(dataSet(BundleRules.one(bundle, Binary.class).getData()))
        .isEqualTo(dataSet(EcgTwins.dicom(EIGHT)));
    assertThat(converted(second).forArchive()).as("a device's own object").isTrue();
  }

  @Test
  void theSameEcgInOtherBytesOfTheSameFormatIsRecognised() throws Exception {
    convert(file(EcgTwins.scp(EIGHT), ""));
    assertThat(BundleRules.all(convert(file(EcgTwins.otherScp(EIGHT), "")), Observation.class))
        .isEmpty();
  }

  @Test
  void anotherTimePatientOrIssuerIsAnotherEcg() throws Exception {
    convert(file(EcgTwins.scp(EIGHT), ""));
    assertThat(BundleRules.all(convert(file(EcgTwins.scp(EIGHT.plusSeconds(1)), "")), Task.class))
        .hasSize(1);
    // the aECG names who gave out the patient's id, the SCP file does not
    assertThat(BundleRules.all(convert(file(EcgTwins.aecg(EIGHT), "1.2.3")), Task.class))
        .hasSize(1);
    assertThat(BundleRules.all(convert(file(EcgTwins.aecg(EIGHT), "")), Task.class)).isEmpty();
    Arrival somebodyElse = kept.ecg("other", EcgTwins.otherScp(EIGHT), "scp-ecg", "P-2");
    assertThat(BundleRules.all(convert(somebodyElse), Task.class)).hasSize(1);
  }

  @Test
  void withoutAPatientIdEachEcgIsOneOfItsOwn() throws Exception {
    convert(kept.ecg("a", EcgTwins.scp(EIGHT), "scp-ecg", ""));
    Arrival second = kept.ecg("b", EcgTwins.otherScp(EIGHT), "scp-ecg", "");
    assertThat(BundleRules.all(convert(second), Task.class)).hasSize(1);
    assertThat(written).isEmpty();
  }

  @Test
  void whatWasFirstStaysFirstWhenItIsConvertedAgain() throws Exception {
    Arrival first = file(EcgTwins.scp(EIGHT), "");
    Arrival second = file(EcgTwins.otherScp(EIGHT), "");
    byte[] before = converted(first).bundle();
    convert(first);
    byte[] later = converted(second).bundle();

    assertThat(converted(first).bundle()).isEqualTo(before);
    assertThat(converted(second).bundle()).isEqualTo(later);
  }

  private static byte[] dataSet(byte[] file) throws IOException {
    try (Part10File part10 = Part10File.read(new ByteArrayInputStream(file))) {
      return part10.dataSet().readAllBytes();
    }
  }

  private Arrival dicom(byte[] file) throws IOException {
    try (Part10File part10 = Part10File.read(new ByteArrayInputStream(file))) {
      Arrival arrival =
          kept.dicom(
              "ex-" + ++exchanges, 1, part10.dataSet().readAllBytes(), part10.transferSyntax());
      return arrival;
    }
  }

  private Arrival file(byte[] file, String issuer) throws EcgFormatException {
    var reader = EcgFormats.standard().readerOf(file).orElseThrow();
    String id = reader.read(file).subject().id().orElseThrow();
    Arrival arrival = kept.ecg("ex-" + ++exchanges, file, reader.format().id(), id);
    ObjectFacts facts =
        new ObjectFacts(reader.format().id(), "", "", "", "", "", "ECG", id, issuer, "");
    return new Arrival(
        arrival.id(),
        arrival.exchangeId(),
        1,
        arrival.at(),
        arrival.way(),
        arrival.caller(),
        arrival.content(),
        facts,
        0);
  }

  private Converted converted(Arrival arrival) {
    List<Arrival> arrivals = List.of(arrival);
    Exchange exchange = KeptFiles.exchange(arrivals);
    return (Converted) conversions.convert(exchange, KeptFiles.SITE, arrivals);
  }

  /** Converts, and notes what was written as the ledger does. */
  private Bundle convert(Arrival arrival) throws IOException {
    Converted converted = converted(arrival);
    converted.recordings().forEach(one -> written.putIfAbsent(one.key(), one));
    return BundleRules.check(converted.bundle(), arrival.exchangeId());
  }

  private static String content(Bundle bundle) {
    return BundleRules.all(bundle, Observation.class).stream()
        .flatMap(observation -> observation.getIdentifier().stream())
        .filter(id -> Identifiers.CONTENT.equals(id.getSystem()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static List<String> related(Bundle bundle) {
    return BundleRules.one(bundle, DocumentReference.class).getContext().getRelated().stream()
        .map(Reference::getReference)
        .toList();
  }
}
