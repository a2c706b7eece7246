package org.farsight.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.PersonName;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TemporalValue;
import org.farsight.exchange.ObjectFacts;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesComponent;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesInstanceComponent;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;
import org.hl7.fhir.r4.model.Reference;

/**
 * An ImagingStudy that grows object by object: the study's elements come from the first object, a
 * series' from its first. What FHIR cannot hold (a UID that is no FHIR id) is left out with a note
 * but counted.
 */
final class ImagingStudyResource {

  private final ImagingStudy study = new ImagingStudy();
  private final Map<String, ImagingStudySeriesComponent> series = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final boolean listsInstances;
  private final ZoneId siteZone;
  private final Notes notes;

  /**
   * An empty study.
   *
   * @param listsInstances false above the configured count: series level only
   * @param siteZone for times without an offset
   */
  ImagingStudyResource(boolean listsInstances, ZoneId siteZone, Notes notes) {
    this.listsInstances = listsInstances;
    this.siteZone = siteZone;
    this.notes = notes;
  }

  /** The study's own elements. */
  void describe(DataSet first) {
    started(first, Tag.STUDY_DATE, Tag.STUDY_TIME, "study").ifPresent(study::setStartedElement);
    text(first, Tag.STUDY_DESCRIPTION).ifPresent(study::setDescription);
    first
        .personName(Tag.REFERRING_PHYSICIAN_NAME)
        .flatMap(ImagingStudyResource::display)
        .ifPresent(name -> study.setReferrer(new Reference().setDisplay(name)));
    first.items(Tag.PROCEDURE_CODE_SEQUENCE).stream()
        .flatMap(item -> concept(item).stream())
        .forEach(study::addProcedureCode);
    first.items(Tag.REASON_FOR_REQUESTED_PROCEDURE_CODE_SEQUENCE).stream()
        .flatMap(item -> concept(item).stream())
        .forEach(study::addReasonCode);
    text(first, Tag.REASON_FOR_THE_REQUESTED_PROCEDURE)
        .ifPresent(text -> study.addReasonCode(new CodeableConcept().setText(text)));
  }

  /**
   * One object.
   *
   * @param facts what intake read
   * @param header what can be read now; an empty data set where nothing can
   * @param performer the device, if known
   */
  void add(ObjectFacts facts, DataSet header, Optional<Reference> performer) {
    if (facts.study().isEmpty()) {
      notes.add(
          "an object names no study: it is one of its own, named by its SOP Instance UID",
          "对象未注明所属检查，以其 SOP 实例 UID 单独成为一项检查");
    }
    String uid = facts.series();
    counts.merge(uid, 1, Integer::sum);
    if (!FhirText.isId(uid)) {
      notes.add(
          "a series has no UID that FHIR can hold: counted, not listed",
          "序列 UID 无效，FHIR 无法记录：计数但不列出");
      return;
    }
    ImagingStudySeriesComponent one = series.get(uid);
    if (one == null) {
      one = newSeries(uid, facts, header);
      series.put(uid, one);
    }
    if (performer.isPresent()
        && one.getPerformer().stream().noneMatch(p -> performer.get().equalsDeep(p.getActor()))) {
      one.addPerformer().setActor(performer.get().copy());
    }
    if (!listsInstances) {
      return;
    }
    if (FhirText.isId(facts.sopInstance())) {
      one.addInstance(instance(facts, header));
    } else {
      notes.add(
          "an instance has no UID that FHIR can hold: counted, not listed",
          "实例 UID 无效，FHIR 无法记录：计数但不列出");
    }
  }

  /** The words of the study for what was done; empty if it has none. */
  String words() {
    return study.hasDescription() ? study.getDescription() : "";
  }

  /** When it began; noon where only the day is known. */
  Optional<Instant> began() {
    if (!study.hasStarted()) {
      return Optional.empty();
    }
    DateTimeType started = study.getStartedElement();
    return Optional.of(
        started.getPrecision() == TemporalPrecisionEnum.DAY
            ? LocalDate.parse(started.getValueAsString())
                .atTime(LocalTime.NOON)
                .atZone(siteZone)
                .toInstant()
            : started.getValue().toInstant());
  }

  /**
   * Finishes the resource and puts it into the transaction.
   *
   * @param order what it is based on; empty where nothing of it is to be read
   */
  Reference addTo(Draft draft, Optional<Reference> order, Reference endpoint) {
    study.getMeta().addProfile(Identifiers.PROFILE_IMAGING_STUDY);
    String uid = draft.exchange().key();
    if (!Identifiers.isOid(uid)) {
      notes.add("the Study Instance UID is no valid UID: kept as it is", "检查实例 UID 不合规范，按原样保留");
    }
    Identifier key = new Identifier().setSystem(Identifiers.DICOM_UID).setValue("urn:oid:" + uid);
    study.addIdentifier(key);
    draft.orders().accession().ifPresent(study::addIdentifier);
    study.setStatus(ImagingStudyStatus.AVAILABLE);
    study.setSubject(draft.patient().reference().copy());
    order.ifPresent(reference -> study.addBasedOn(reference.copy()));
    study.addEndpoint(endpoint.copy());
    study.setNumberOfSeries(counts.size());
    study.setNumberOfInstances(counts.values().stream().mapToInt(Integer::intValue).sum());
    // by number, then UID: the order in which objects came says nothing
    List<ImagingStudySeriesComponent> sorted = new ArrayList<>(series.values());
    sorted.sort(
        Comparator.comparingInt(
                (ImagingStudySeriesComponent s) -> s.hasNumber() ? s.getNumber() : -1)
            .thenComparing(ImagingStudySeriesComponent::getUid));
    for (ImagingStudySeriesComponent one : sorted) {
      finish(one);
      study.addSeries(one);
    }
    return draft.bundle().own(study, key);
  }

  private void finish(ImagingStudySeriesComponent one) {
    one.setNumberOfInstances(counts.getOrDefault(one.getUid(), 0));
    one.getInstance()
        .sort(
            Comparator.comparingInt(
                    (ImagingStudySeriesInstanceComponent i) -> i.hasNumber() ? i.getNumber() : -1)
                .thenComparing(ImagingStudySeriesInstanceComponent::getUid));
    Coding modality = one.getModality();
    if (study.getModality().stream().noneMatch(modality::equalsDeep)) {
      study.addModality(modality.copy());
    }
  }

  private ImagingStudySeriesComponent newSeries(String uid, ObjectFacts facts, DataSet header) {
    ImagingStudySeriesComponent one = new ImagingStudySeriesComponent();
    one.setUid(uid);
    unsigned(header, Tag.SERIES_NUMBER).ifPresent(one::setNumber);
    one.setModality(modality(facts));
    text(header, Tag.SERIES_DESCRIPTION).ifPresent(one::setDescription);
    bodySite(header).ifPresent(one::setBodySite);
    laterality(header).ifPresent(one::setLaterality);
    started(header, Tag.SERIES_DATE, Tag.SERIES_TIME, "series").ifPresent(one::setStartedElement);
    return one;
  }

  private Coding modality(ObjectFacts facts) {
    Optional<String> code = FhirText.code(facts.modality());
    if (code.isEmpty()) {
      notes.add("no modality: written as OT", "未注明设备类型，记为 OT");
    }
    return new Coding().setSystem(Identifiers.DCM).setCode(code.orElse("OT"));
  }

  private static ImagingStudySeriesInstanceComponent instance(ObjectFacts facts, DataSet header) {
    ImagingStudySeriesInstanceComponent instance = new ImagingStudySeriesInstanceComponent();
    instance.setUid(facts.sopInstance());
    instance.setSopClass(
        new Coding()
            .setSystem(Identifiers.URI)
            .setCode("urn:oid:" + FhirText.code(facts.sopClass()).orElse("0.0")));
    unsigned(header, Tag.INSTANCE_NUMBER).ifPresent(instance::setNumber);
    title(header).ifPresent(instance::setTitle);
    return instance;
  }

  /** The first of content label, concept name, document title and image type (R4 §8.27.5). */
  private static Optional<String> title(DataSet header) {
    return text(header, CONTENT_LABEL)
        .or(
            () ->
                header.item(Tag.CONCEPT_NAME_CODE_SEQUENCE).flatMap(i -> text(i, Tag.CODE_MEANING)))
        .or(() -> text(header, Tag.DOCUMENT_TITLE))
        .or(() -> FhirText.code(String.join("\\", header.strings(Tag.IMAGE_TYPE))));
  }

  private static final int CONTENT_LABEL = 0x0070_0080;

  private static Optional<Coding> bodySite(DataSet header) {
    return header
        .item(Tag.ANATOMIC_REGION_SEQUENCE)
        .flatMap(ImagingStudyResource::concept)
        .filter(CodeableConcept::hasCoding)
        .map(CodeableConcept::getCodingFirstRep)
        .or(() -> text(header, Tag.BODY_PART_EXAMINED).map(t -> new Coding().setDisplay(t)));
  }

  private static Optional<Coding> laterality(DataSet header) {
    return switch (header.string(Tag.LATERALITY).orElse("")) {
      case "R" -> Optional.of(Codings.coding(Identifiers.SNOMED, "24028007", "Right"));
      case "L" -> Optional.of(Codings.coding(Identifiers.SNOMED, "7771000", "Left"));
      case "B" -> Optional.of(Codings.coding(Identifiers.SNOMED, "51440002", "Right and left"));
      default -> Optional.empty();
    };
  }

  private Optional<DateTimeType> started(DataSet header, int dateTag, int timeTag, String of) {
    Optional<String> written = header.string(dateTag);
    Optional<LocalDate> date = header.date(dateTag).filter(day -> day.getYear() > 0);
    if (written.isPresent() && date.isEmpty()) {
      notes.add(
          "the date of a " + of + " is no date: left out",
          (of.equals("study") ? "检查" : "序列") + "日期无效，未写入");
    }
    Optional<LocalTime> time = header.time(timeTag);
    ZoneId zone =
        header
            .string(Tag.TIMEZONE_OFFSET_FROM_UTC)
            .flatMap(TemporalValue::offset)
            .map(ZoneId.class::cast)
            .orElse(siteZone);
    return date.map(
        day ->
            time.isPresent()
                ? FhirTimes.dateTime(day.atTime(time.get()), zone)
                : FhirTimes.day(day));
  }

  private static Optional<CodeableConcept> concept(DataSet item) {
    String code =
        item.string(Tag.CODE_VALUE)
            .or(() -> item.string(Tag.LONG_CODE_VALUE))
            .or(() -> item.string(Tag.URN_CODE_VALUE))
            .orElse("");
    return Codings.foreign(
        item.string(Tag.CODING_SCHEME_DESIGNATOR).orElse(""),
        code,
        item.string(Tag.CODE_MEANING).orElse(""));
  }

  /** A name as people write it: the group in Chinese characters if there is one. */
  private static Optional<String> display(PersonName name) {
    PersonName.Group ideographic = name.ideographic();
    PersonName.Group group = ideographic == null ? name.alphabetic() : ideographic;
    if (group == null) {
      return Optional.empty();
    }
    return FhirText.clean(group.family() + (ideographic == null ? " " : "") + group.given());
  }

  private static Optional<String> text(DataSet header, int tag) {
    return header.string(tag).flatMap(FhirText::clean);
  }

  /** A number as FHIR's unsignedInt; a negative one cannot be told. */
  private static OptionalInt unsigned(DataSet header, int tag) {
    OptionalInt number = header.integer(tag);
    return number.isPresent() && number.getAsInt() >= 0 ? number : OptionalInt.empty();
  }
}
