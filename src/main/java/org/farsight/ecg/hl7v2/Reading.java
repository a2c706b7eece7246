package org.farsight.ecg.hl7v2;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.EcgContent;
import org.farsight.ecg.EcgDocument;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Recording;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.farsight.hl7v2.Header;
import org.farsight.hl7v2.Persons;
import org.farsight.hl7v2.Segment;
import org.farsight.hl7v2.Times;

/** One message being read: its segments in their order, then what they add up to. */
final class Reading {
  private static final Set<String> CATEGORIES = Set.of("TIM", "CHN", "WAV", "ANO");

  private final Header header;
  private final RulesInForce<OruRule> rules;
  private final OruLimits limits;
  private final List<EcgReader> readers;
  private final Map<String, WaveformGroup> groups = new LinkedHashMap<>();
  private final Results results = new Results();
  private final Orders orders = new Orders();
  private Optional<Segment> person = Optional.empty();
  private Optional<Recording> file = Optional.empty();
  private Optional<Encapsulated> page = Optional.empty();

  Reading(Header header, RulesInForce<OruRule> rules, OruLimits limits, List<EcgReader> readers) {
    this.header = header;
    this.rules = rules;
    this.limits = limits;
    this.readers = readers;
  }

  EcgContent content(List<Segment> segments) throws EcgFormatException {
    for (Segment segment : segments) {
      switch (segment.name()) {
        case "PID" -> person(segment);
        case "PV1", "ORC", "OBR" -> orders.take(segment);
        case "OBX" -> observation(segment);
        default -> {
          // MSH is read; a note is no part of the ECG
        }
      }
    }
    rules.addAll(results.remarks());
    List<WaveformGroup> filled =
        groups.values().stream().filter(WaveformGroup::hasSamples).toList();
    if (!filled.isEmpty()) {
      return ofSamples(filled);
    }
    if (file.isPresent()) {
      return ofFile(file.get());
    }
    if (page.isPresent()) {
      return ofPage(page.get());
    }
    throw new EcgFormatException("no samples, no ECG file and no PDF in any observation", "OBX[1]");
  }

  private void person(Segment pid) throws EcgFormatException {
    if (person.isPresent()) {
      throw new EcgFormatException("a message about two patients", pid.at(3));
    }
    person = Optional.of(pid);
  }

  private void observation(Segment obx) throws EcgFormatException {
    String type = obx.get(2, 1);
    switch (category(obx, type)) {
      case "TIM" -> time(obx);
      case "CHN" -> group(obx).channels(obx);
      case "WAV" -> samples(obx, type);
      case "ANO" -> group(obx).annotation(obx);
      case "ED" -> encapsulated(obx);
      default -> {
        if (!results.take(obx)) {
          rules.note("OBSERVATION_KEPT (" + (type.isEmpty() ? "no type" : type) + ")", obx.at(5));
        }
      }
    }
    orders.device(obx);
  }

  /** The suffix of OBX-3, its second subcomponent; else what the data type can only be. */
  private String category(Segment obx, String type) {
    String suffix = obx.get(3, 0, 1, 2);
    if (CATEGORIES.contains(suffix) || type.equals("ED")) {
      return type.equals("ED") ? type : suffix;
    }
    String byType =
        switch (type) {
          case "CD" -> "CHN";
          case "NA", "MA" -> "WAV";
          default -> "";
        };
    return !byType.isEmpty() && rules.apply(OruRule.CATEGORY_BY_DATA_TYPE, obx.at(3)) ? byType : "";
  }

  private WaveformGroup group(Segment obx) {
    return groups.computeIfAbsent(obx.get(4, 1), id -> new WaveformGroup(header, limits));
  }

  private void time(Segment obx) throws EcgFormatException {
    Times.Time time =
        Times.time(obx.get(5, 1))
            .orElseThrow(() -> new EcgFormatException("no date and time", obx.at(5)));
    group(obx).time(obx, time);
  }

  private void samples(Segment obx, String type) throws EcgFormatException {
    WaveformGroup group = group(obx);
    switch (type) {
      case "NA" -> group.numericArray(obx);
      case "MA" -> group.multiplexedArray(obx);
      default -> throw new EcgFormatException("samples that are neither NA nor MA", obx.at(2));
    }
    if (groups.values().stream().mapToLong(WaveformGroup::samples).sum() > limits.samples()) {
      throw new EcgFormatException("more samples than the limit of " + limits.samples(), obx.at(5));
    }
  }

  private void encapsulated(Segment obx) throws EcgFormatException {
    Encapsulated data = Encapsulated.read(obx, header);
    if (data.isPdf()) {
      if (page.isEmpty()) {
        page = Optional.of(data);
      } else {
        rules.note("FURTHER_PAGE_KEPT", data.where());
      }
      return;
    }
    Optional<EcgReader> reader =
        readers.stream().filter(one -> one.recognises(data.bytes())).findFirst();
    if (reader.isEmpty()) {
      rules.note("ENCAPSULATED_DATA_OF_NO_KNOWN_FORMAT", data.where());
    } else if (file.isPresent()) {
      rules.note("FURTHER_FILE_KEPT", data.where());
    } else {
      file = Optional.of(inner(reader.get(), data));
    }
  }

  private Recording inner(EcgReader reader, Encapsulated data) throws EcgFormatException {
    try {
      Recording recording = reader.read(data.bytes());
      rules.note("ENCAPSULATED_" + reader.format().id(), data.where());
      recording.remarks().forEach(remark -> rules.note(remark.rule(), data.where()));
      return recording;
    } catch (EcgFormatException e) {
      throw new EcgFormatException(
          "the encapsulated " + reader.format().title() + " is broken (" + e.getMessage() + ")",
          data.where(),
          e);
    }
  }

  private EcgContent ofSamples(List<WaveformGroup> filled) throws EcgFormatException {
    Optional<Times.Time> first =
        filled.stream()
            .flatMap(group -> group.start().stream())
            .min(Comparator.comparing(Times.Time::at));
    Optional<LocalDateTime> start = first.map(Times.Time::at);
    List<Lead> leads = new ArrayList<>();
    List<FurtherWaveform> further = new ArrayList<>();
    List<Annotation> annotations = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    for (WaveformGroup group : filled) {
      List<Lead> read = group.leads(start, rules, "OBX[1]-5");
      annotations.addAll(group.annotations(start));
      if (read.stream().anyMatch(lead -> labels.contains(lead.label()))) {
        further.add(new FurtherWaveform(FurtherWaveform.Kind.RHYTHM, "", read));
      } else {
        leads.addAll(read);
        read.forEach(lead -> labels.add(lead.label()));
      }
    }
    if (leads.isEmpty()) {
      throw new EcgFormatException("no channel is measured in volts", "OBX[1]-5");
    }
    if (page.isPresent()) {
      rules.note("PAGE_KEPT", page.get().where());
    }
    return new Recording(
        OruReader.FORMAT,
        subject(),
        orders.acquisition(first),
        leads,
        further,
        results.measurements(),
        results.statements(),
        annotations,
        List.of(),
        rules.remarks());
  }

  /** The encapsulated recording, with what the message says before what the file says. */
  private EcgContent ofFile(Recording inner) {
    Subject told = subject();
    if (told.id().isPresent() && inner.subject().id().isPresent()) {
      boolean same =
          inner.subject().ids().stream().anyMatch(id -> id.value().equals(told.id().orElseThrow()));
      if (!same) {
        rules.note("THE_FILE_NAMES_ANOTHER_PATIENT_ID", "PID[1]-3");
      }
    }
    List<Measurements.Measurement> measured = new ArrayList<>(results.measurements().all());
    measured.addAll(inner.measurements().all());
    List<Statement> statements = new ArrayList<>(results.statements());
    inner.statements().stream()
        .filter(one -> statements.stream().noneMatch(other -> other.text().equals(one.text())))
        .forEach(statements::add);
    return new Recording(
        OruReader.FORMAT,
        told.id().isPresent() ? told : inner.subject(),
        orders.around(inner.acquisition()),
        inner.leads(),
        inner.further(),
        new Measurements(measured),
        statements,
        inner.annotations(),
        inner.identifiers(),
        rules.remarks());
  }

  private EcgContent ofPage(Encapsulated pdf) {
    return new EcgDocument(
        OruReader.FORMAT,
        subject(),
        orders.acquisition(Optional.empty()),
        orders.title(),
        EcgDocument.PDF,
        pdf.bytes(),
        results.measurements(),
        results.statements(),
        rules.remarks());
  }

  private Subject subject() {
    return person
        .map(pid -> new Persons(pid, header.facility(), new OruLeniency(rules)).subject())
        .orElse(Subject.UNNAMED);
  }
}
