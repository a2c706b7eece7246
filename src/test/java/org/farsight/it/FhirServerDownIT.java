package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.farsight.archive.Archive;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.fhir.Identifiers;
import org.farsight.it.PushedObject.Person;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The core hospital's FHIR server cannot be reached for a while. */
@Timeout(300)
class FhirServerDownIT {
  @TempDir Path folder;

  @Test
  void workIsParkedAndDoneWhenItIsBack() throws Exception {
    String url = HospitalServer.require().url();
    FhirServer fhir = FhirServer.at(url);
    String study = Uid.random();
    Person person = PushedObject.somebody();
    Person other = PushedObject.somebody();
    PushedObject image = PushedObject.image(study, person, 1, 64);
    byte[] ecg = Files.readAllBytes(Path.of("test-data/ecg/aecg/hewan-bradycardia-gb18030.xml"));
    try (Gate gate = Gate.to(url);
        Archive archive =
            Archive.start(
                new Archive.Configuration(
                    folder.resolve("archive"),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    "ARCHIVE"));
        RunningEngine engine =
            RunningEngine.in(
                folder.resolve("engine"),
                EngineHome.fhir(gate.url()),
                EngineHome.archive(archive.address().toString()))) {
      assertThat(engine.device().push(List.of(image))).containsExactly(Status.SUCCESS);
      String ecgExchange = post(engine, ecg);
      engine.view().awaitExchange(study, e -> outcome(e, "fhir").equals("PARKED"));
      engine.view().awaitExchange(ecgExchange, e -> outcome(e, "fhir").equals("PARKED"));
      JsonNode parked =
          engine.view().awaitExchange(study, e -> outcome(e, "archive").equals("DONE"));
      assertThat(parked.path("state").asText()).isEqualTo("CONVERTED");
      engine.view().awaitExchange(ecgExchange, e -> outcome(e, "archive").equals("DONE"));
      assertThat(archive.folder().size()).as("the archive does not wait for FHIR").isEqualTo(2);
      assertThat(Command.trace(engine.home(), study, "en"))
          .contains("fhir: PARKED")
          .contains("next try")
          .contains("fhir did not work and will be tried again");
      // meanwhile an image of somebody else comes under the same study UID
      PushedObject foreign = PushedObject.image(study, other, 2, 64);
      assertThat(engine.device().push(List.of(foreign))).containsExactly(Status.SUCCESS);

      gate.open();
      JsonNode delivered = engine.view().awaitDelivered(study, 1);
      engine.view().awaitDelivered(ecgExchange, 1);

      assertThat(EngineView.story(delivered, "en"))
          .anyMatch(line -> line.startsWith("fhir did not work and will be tried again"))
          .anyMatch(line -> line.startsWith("fhir accepted revision 1"))
          .anyMatch(line -> line.startsWith("a contradicting object was kept back"));
      assertThat(Command.trace(engine.home(), study, "zh"))
          .contains("fhir 未成功，将自动重试")
          .contains("fhir 已接收第 1 版")
          .contains("有矛盾的对象已隔离保存");
      isOfTheFirstPatientOnly(fhir, study, person, image);
      fhir.one(Observation.class, Identifiers.CONTENT, Digest.of(ecg));
      assertThat(archive.folder().size()).as("the image and the ECG").isEqualTo(2);
    }
  }

  private static String post(RunningEngine engine, byte[] ecg) throws Exception {
    var answer = engine.view().post("/ecg?site=hillside", ecg);
    assertThat(answer.status()).isEqualTo(202);
    return answer.body().path("id").asText();
  }

  private static void isOfTheFirstPatientOnly(
      FhirServer fhir, String study, Person person, PushedObject image) {
    assertThat(fhir.instances(study)).containsExactly(image.sopInstance());
    Patient subject =
        fhir.client()
            .read()
            .resource(Patient.class)
            .withId(fhir.imaging(study).getSubject().getReferenceElement().getIdPart())
            .execute();
    assertThat(subject.getIdentifier())
        .extracting(org.hl7.fhir.r4.model.Identifier::getValue)
        .contains(person.id());
  }

  private static String outcome(JsonNode exchange, String target) {
    for (JsonNode one : exchange.path("targets")) {
      if (one.path("target").asText().equals(target)) {
        return one.path("outcome").asText();
      }
    }
    return "";
  }
}
