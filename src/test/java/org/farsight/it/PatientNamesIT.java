package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.farsight.dicom.data.Uid;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One clinic's devices know one person in different scripts. */
@Timeout(120)
class PatientNamesIT {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void whoCameFirstInPinyinHasTheCharactersTooOnceADeviceHasSentThem() throws Exception {
    FhirServer fhir = FhirServer.at(HospitalServer.require().url());
    String id = PushedObject.somebody().id();
    try (RunningEngine engine =
        RunningEngine.in(folder, EngineHome.fhir(HospitalServer.require().url()))) {
      push(engine, new PushedObject.Person(id, "Zhao^Mingyuan"));
      push(engine, new PushedObject.Person(id, "Zhao^Mingyuan=赵^明远=Zhào^Míngyuǎn"));
      String other = push(engine, new PushedObject.Person(id, "Zhao^Mingyuan=赵^铭远"));

      Patient patient =
          fhir.client()
              .read()
              .resource(Patient.class)
              .withId(fhir.imaging(other).getSubject().getReferenceElement())
              .execute();
      assertThat(patient.getName())
          .extracting(name -> name.getFamily() + " " + name.getGivenAsSingleString())
          .containsExactlyInAnyOrder("Zhao Mingyuan", "赵 明远", "Zhào Míngyuǎn");
      assertThat(EngineView.story(engine.view().find(other).getFirst(), "en"))
          .anyMatch(line -> line.contains("left as it is: name (IDE)"));
    }
  }

  /** Returns the study's UID once it is at the FHIR server. */
  private static String push(RunningEngine engine, PushedObject.Person person) throws Exception {
    String study = Uid.random();
    engine.device().push(List.of(PushedObject.image(study, person, 1, 16)));
    engine.view().awaitDelivered(study, 1);
    return study;
  }
}
