package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.Way;
import org.farsight.report.CriticalJson;
import org.farsight.report.CriticalNotice;
import org.farsight.report.CriticalNotice.Acknowledgement;
import org.farsight.report.CriticalNotice.Cause;
import org.farsight.report.CriticalNotice.Withdrawal;
import org.farsight.report.Report;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.Test;

class CriticalConversionTest {
  private static final Instant T0 = Instant.parse("2026-03-01T04:00:00Z");
  private static final String ID = "0197c1f2a3b4";
  private static final Exchange ECG = exchange("ecg", Kind.ECG, "3f".repeat(32));
  private static final Exchange TOLD = exchange(ID, Kind.CRITICAL, "lakeside|ecg|RULE");

  private final KeptFiles kept = new KeptFiles();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final Conversions conversions =
      new Conversions(
          kept,
          ConversionsTest.OPTIONS,
          EcgFormats.standard(),
          Optional.of(LoadedProfiles.get()),
          Recordings.NONE,
          () -> EcgPolicy.PLAIN,
          Identities.NONE,
          id -> false,
          OrderSearch.NONE,
          new Known());

  private static final class Known implements Examinations {
    @Override
    public Optional<Exchange> exchange(String id) {
      return id.equals(ECG.id()) ? Optional.of(ECG) : Optional.empty();
    }

    @Override
    public List<Arrival> arrivals(String exchangeId) {
      return List.of();
    }
  }

  private static Exchange exchange(String id, Kind kind, String key) {
    return new Exchange(
        id, "lakeside", kind, key, "P-1001", "", "A7", "ECG", Priority.STAT, 1, T0, T0);
  }

  private void arrived(String format, byte[] bytes) {
    int revision = arrivals.size() + 1;
    arrivals.add(
        new Arrival(
            revision,
            ID,
            revision,
            T0.plusSeconds(60L * revision),
            Way.READING_ROOM,
            "rule",
            kept.keep(bytes),
            ObjectFacts.ofDocument(format, "ecg|RULE", "ECG", "P-1001", "", "A7"),
            0));
  }

  private void notice(String about, Optional<Withdrawal> withdrawn, String... values) {
    arrived(
        CriticalValues.NOTICE,
        CriticalJson.write(
            new CriticalNotice(
                about,
                Cause.RULE,
                new Report.Subject(
                    "", "P-1001", "", "王建国", "male", Optional.of(LocalDate.of(1961, 4, 2))),
                new Report.Examination("lakeside", "湖滨卫生院", "A7", "ECG", "", "", "", "", T0),
                List.of(values),
                T0.plusSeconds(arrivals.size()),
                withdrawn)));
  }

  private void answer(String by, String action) {
    arrived(
        CriticalValues.ACKNOWLEDGEMENT,
        CriticalJson.write(
            new Acknowledgement(
                by, action, T0.plusSeconds(60L * arrivals.size() + 59), ID + "/1")));
  }

  private Bundle bundle() throws IOException {
    Outcome outcome = conversions.convert(TOLD, KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    Outcome.Converted converted = (Outcome.Converted) outcome;
    assertThat(converted.priority()).isEqualTo(Priority.STAT);
    assertThat(((Outcome.Converted) conversions.convert(TOLD, KeptFiles.SITE, arrivals)).bundle())
        .as("the same again gives the same bytes")
        .isEqualTo(converted.bundle());
    return BundleRules.check(converted.bundle(), ID);
  }

  @Test
  void aNoticeIsAnAlertAboutTheReadingTask() throws IOException {
    notice("ecg", Optional.empty(), "严重心动过缓 / severe bradycardia");
    Bundle bundle = bundle();
    Communication message = BundleRules.one(bundle, Communication.class);
    assertThat(message.getIdentifierFirstRep().getSystem()).isEqualTo(Identifiers.COMMUNICATION);
    assertThat(message.getIdentifierFirstRep().getValue()).isEqualTo(ID + "/1");
    assertThat(message.getPriority()).isEqualTo(Communication.CommunicationPriority.STAT);
    assertThat(message.getStatus()).isEqualTo(CommunicationStatus.COMPLETED);
    assertThat(message.getSentElement().getValueAsString())
        .isEqualTo("2026-03-01T12:01:00.000+08:00");
    assertThat(message.getPayload())
        .extracting(one -> one.getContentStringType().getValue())
        .containsExactly("严重心动过缓 / severe bradycardia");
    assertThat(message.getSubject().getReference())
        .isEqualTo("Patient?identifier=https%3A%2F%2Flakeside.example%2Fid%2Fpatient%7CP-1001");
    assertThat(message.getPartOfFirstRep().getReference())
        .isEqualTo(
            "Task?identifier=https%3A%2F%2Ffarsight.org%2Ffhir%2Freading-task%7C" + ECG.key());
    assertThat(BundleRules.all(bundle, Patient.class))
        .as("the examination brings its patient, with all that is known")
        .isEmpty();
    assertThat(BundleRules.all(bundle, Provenance.class)).hasSize(1);
  }

  @Test
  void theFirstAnswerIsInResponseToIt() throws IOException {
    notice("ecg", Optional.empty(), "a");
    answer("李护士", "已通知王医生，患者已转诊");
    answer("赵医生", "又一次");
    Bundle bundle = bundle();
    List<Communication> all = BundleRules.all(bundle, Communication.class);
    assertThat(all).hasSize(2);
    Communication answer = all.getLast();
    assertThat(answer.getIdentifierFirstRep().getValue()).isEqualTo(ID + "/2");
    assertThat(answer.getInResponseToFirstRep().getReference())
        .isEqualTo(entry(bundle, all.getFirst()));
    assertThat(answer.getPayloadFirstRep().getContentStringType().getValue())
        .isEqualTo("已通知王医生，患者已转诊");
    assertThat(answer.getSender().getReference()).isEqualTo("#person");
    assertThat(((Practitioner) answer.getContained().getFirst()).getNameFirstRep().getText())
        .isEqualTo("李护士");
    assertThat(answer.getSentElement().getValueAsString())
        .isEqualTo("2026-03-01T12:01:59.000+08:00");
    assertThat(answer.getReceivedElement().getValueAsString())
        .isEqualTo("2026-03-01T12:02:00.000+08:00");
  }

  private static String entry(Bundle bundle, Communication one) {
    return bundle.getEntry().stream()
        .filter(entry -> entry.getResource() == one)
        .findFirst()
        .orElseThrow()
        .getFullUrl();
  }

  @Test
  void moreIsAnotherMessageWithAnAnswerOfItsOwn() throws IOException {
    notice("ecg", Optional.empty(), "a");
    answer("李护士", "x");
    notice("ecg", Optional.empty(), "a", "b");
    answer("赵医生", "y");
    Bundle bundle = bundle();
    List<Communication> all = BundleRules.all(bundle, Communication.class);
    assertThat(all)
        .extracting(one -> one.getIdentifierFirstRep().getValue())
        .containsExactly(ID + "/1", ID + "/2", ID + "/3", ID + "/4");
    assertThat(all.get(3).getInResponseToFirstRep().getReference())
        .isEqualTo(entry(bundle, all.get(2)));
  }

  @Test
  void whatIsTakenBackSaysSo() throws IOException {
    notice("ecg", Optional.empty(), "a");
    notice("ecg", Optional.of(Withdrawal.AMENDED), "a");
    List<Communication> amended = BundleRules.all(bundle(), Communication.class);
    assertThat(amended)
        .extracting(Communication::getStatus)
        .containsOnly(CommunicationStatus.COMPLETED);
    assertThat(amended.getLast().getPayloadFirstRep().getContentStringType().getValue())
        .startsWith("已撤回");
    notice("ecg", Optional.of(Withdrawal.RECALLED), "a");
    assertThat(BundleRules.all(bundle(), Communication.class))
        .extracting(Communication::getStatus)
        .as("what was said of the wrong patient counts no more; that it was taken back does")
        .containsExactly(
            CommunicationStatus.ENTEREDINERROR,
            CommunicationStatus.ENTEREDINERROR,
            CommunicationStatus.COMPLETED);
  }

  @Test
  void whatCannotBeReadOrBelongsToNothingIsRefused() {
    notice("other", Optional.empty(), "a");
    assertThat(conversions.convert(TOLD, KeptFiles.SITE, arrivals))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.why()).contains("not known here", "/exchange"));
    arrivals.clear();
    arrived(CriticalValues.NOTICE, new byte[] {'{'});
    assertThat(conversions.convert(TOLD, KeptFiles.SITE, arrivals))
        .isInstanceOf(Outcome.Refused.class);
  }
}
