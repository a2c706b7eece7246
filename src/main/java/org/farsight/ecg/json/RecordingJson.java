package org.farsight.ecg.json;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.Code;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Identifier;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Measurement;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.farsight.ecg.critical.Verdict;
import org.farsight.ecg.critical.Words;
import org.farsight.ecg.quality.Finding;

/**
 * Writes a recording with everything that its file says and what was found in it. The voltage of
 * sample {@code i} of a lead is {@code originMillivolt + samples[i] * scaleMillivolt}; a sample
 * that was not recorded is null. What the file does not say is left out.
 */
public final class RecordingJson {
  private final JsonText json;

  private RecordingJson(int room) {
    this.json = new JsonText(room);
  }

  /**
   * The recording as JSON in UTF-8.
   *
   * @param findings of the signal's quality
   * @param verdicts what became of each rule of the critical values
   * @param patientShown whether the person is in it
   */
  public static byte[] write(
      Recording recording, List<Finding> findings, List<Verdict> verdicts, boolean patientShown) {
    int samples = recording.leads().stream().mapToInt(lead -> lead.samples().length()).sum();
    RecordingJson writer = new RecordingJson(16_384 + (int) Math.min(1 << 28, samples * 6L));
    writer.recording(recording, patientShown);
    writer.found(findings, verdicts);
    return writer.json.bytes();
  }

  private void recording(Recording recording, boolean patientShown) {
    json.open().name("format").open();
    json.member("id", recording.format().id());
    json.member("title", recording.format().title());
    json.member("mediaType", recording.format().mediaType()).close();
    if (patientShown) {
      subject(recording.subject());
    }
    acquisition(recording.acquisition());
    json.member("sampleDigest", recording.sampleDigest());
    leads(recording.leads());
    json.name("further").openList();
    for (FurtherWaveform further : recording.further()) {
      json.open().member("kind", word(further.kind())).member("name", further.name());
      leads(further.leads());
      json.close();
    }
    json.closeList().name("measurements").openList();
    recording.measurements().all().forEach(this::measurement);
    json.closeList().name("statements").openList();
    recording.statements().forEach(this::statement);
    json.closeList().name("annotations").openList();
    recording.annotations().forEach(this::annotation);
    json.closeList().name("identifiers").openList();
    recording.identifiers().forEach(this::identifier);
    json.closeList().name("remarks").openList();
    recording
        .remarks()
        .forEach(
            remark ->
                json.open().member("rule", remark.rule()).member("where", remark.where()).close());
    json.closeList();
  }

  private void found(List<Finding> findings, List<Verdict> verdicts) {
    json.name("quality").openList();
    findings.forEach(this::finding);
    json.closeList().name("critical").openList();
    verdicts.forEach(this::verdict);
    json.closeList().close();
  }

  private void verdict(Verdict verdict) {
    json.open().member("rule", verdict.ruleId());
    words("name", verdict.name());
    words("source", verdict.source());
    switch (verdict.outcome()) {
      case Verdict.Outcome.Hit hit -> {
        json.member("outcome", "hit").name("evidence").openList();
        for (Verdict.Evidence evidence : hit.evidence()) {
          json.open();
          words("words", evidence.words());
          json.member("author", evidence.author().map(RecordingJson::word)).close();
        }
        json.closeList();
      }
      case Verdict.Outcome.Clear clear -> json.member("outcome", "clear");
      case Verdict.Outcome.Undecided undecided -> {
        json.member("outcome", "undecided");
        words("reason", undecided.reason());
      }
    }
    json.close();
  }

  private void words(String name, Words words) {
    json.name(name).open().member("en", words.en()).member("zh", words.zh()).close();
  }

  private void subject(Subject subject) {
    json.name("subject").open().name("ids").openList();
    for (Subject.Id id : subject.ids()) {
      json.open().member("value", id.value()).member("issuer", id.issuer()).close();
    }
    json.closeList();
    subject
        .name()
        .ifPresent(
            name -> {
              json.name("name").open().member("text", name.text());
              parts("alphabetic", name.alphabetic());
              parts("ideographic", name.ideographic());
              parts("phonetic", name.phonetic());
              json.close();
            });
    json.member("sex", subject.sex().map(RecordingJson::word));
    json.member("birthDate", subject.birthDate().map(Object::toString));
    json.close();
  }

  private void parts(String group, Optional<Subject.Parts> parts) {
    parts.ifPresent(
        known ->
            json.name(group)
                .open()
                .member("family", known.family())
                .member("given", known.given())
                .member("middle", known.middle())
                .member("prefix", known.prefix())
                .member("suffix", known.suffix())
                .close());
  }

  private void acquisition(Acquisition acquisition) {
    Acquisition.Device device = acquisition.device();
    json.name("acquisition").open();
    json.member("start", acquisition.start().map(Object::toString));
    json.member("end", acquisition.end().map(Object::toString));
    json.member("offset", acquisition.offset().map(Object::toString));
    json.name("device").open();
    json.member("manufacturer", device.manufacturer()).member("model", device.model());
    json.member("serialNumber", device.serialNumber()).member("software", device.software());
    json.close().member("institution", acquisition.institution());
    json.member("department", acquisition.department());
    json.member("accession", acquisition.accession()).name("orders").openList();
    acquisition.orders().forEach(json::value);
    json.closeList().close();
  }

  private void leads(List<Lead> leads) {
    json.name("leads").openList();
    for (Lead lead : leads) {
      json.open().member("label", lead.label());
      lead.id().ifPresent(id -> json.name("mdc").value(id.mdcCode()));
      json.member("rateHertz", lead.rate().hertz());
      json.member("periodMillis", lead.rate().periodMillis());
      json.member("scaleMillivolt", lead.scale()).member("originMillivolt", lead.origin());
      json.member("offsetMillis", lead.offsetMillis()).member("derivation", lead.derivation());
      json.name("count").value(lead.samples().length());
      json.name("samples").samples(lead.samples()).close();
    }
    json.closeList();
  }

  private void measurement(Measurement measurement) {
    json.open().member("kind", measurement.kind().map(RecordingJson::word));
    json.member("label", measurement.label()).member("value", measurement.value());
    json.member("unit", measurement.unit());
    code(measurement.code());
    json.member("lead", measurement.lead().map(LeadId::label)).close();
  }

  private void statement(Statement statement) {
    json.open().member("text", statement.text());
    code(statement.code());
    json.member("author", word(statement.author())).close();
  }

  private void annotation(Annotation annotation) {
    json.open();
    code(Optional.of(annotation.code()));
    annotation.startMillis().ifPresent(start -> json.member("startMillis", start));
    annotation.endMillis().ifPresent(end -> json.member("endMillis", end));
    json.member("lead", annotation.lead().map(LeadId::label)).close();
  }

  private void code(Optional<Code> code) {
    code.ifPresent(
        known ->
            json.name("code")
                .open()
                .member("system", known.system())
                .member("value", known.value())
                .member("display", known.display())
                .close());
  }

  private void identifier(Identifier identifier) {
    json.open().member("kind", word(identifier.kind())).member("value", identifier.value());
    json.member("extension", identifier.extension()).close();
  }

  private void finding(Finding finding) {
    json.open().member("kind", finding.kind().code()).name("leads").openList();
    finding.leads().forEach(lead -> json.value(lead.label()));
    json.closeList();
    finding
        .measure()
        .ifPresent(
            measure ->
                json.member("value", measure.value())
                    .member("limit", measure.limit())
                    .member("unit", measure.unit()));
    json.member("detail", Optional.of(finding.detail()).filter(detail -> !detail.isEmpty()));
    json.member("en", finding.en()).member("zh", finding.zh()).close();
  }

  /** {@code REPRESENTATIVE_BEAT} as {@code representative-beat}. */
  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
