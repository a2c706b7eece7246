package org.farsight.fhir;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Recording;
import org.farsight.ecg.waveform.WaveformIdentity;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.SampledData;
import org.hl7.fhir.r4.model.StringType;

/**
 * An ECG as Observations: the recording with a component of SampledData for each lead, further
 * waveforms, measurements and statements. All ours; keyed by the digest of what came in, since
 * carts write one id into every file.
 */
final class EcgResources {

  private static final String CATEGORY =
      "http://terminology.hl7.org/CodeSystem/observation-category";

  private final Draft draft;
  private final Recording recording;
  private final String digest;
  private final Optional<Reference> device;
  private final Optional<Reference> order;
  private final Optional<Reference> study;

  /**
   * An ECG to be added to a draft.
   *
   * @param digest SHA-256 of the bytes it was read from
   * @param order what it is based on
   * @param study the ImagingStudy that holds it, for a DICOM object
   */
  EcgResources(
      Draft draft,
      Recording recording,
      String digest,
      Optional<Reference> device,
      Optional<Reference> order,
      Optional<Reference> study) {
    this.draft = draft;
    this.recording = recording;
    this.digest = digest;
    this.device = device;
    this.order = order;
    this.study = study;
  }

  /** Adds all of it and gives the recording. */
  Reference add() {
    Observation main = observation(Identifiers.CONTENT, digest);
    recording.identifiers().forEach(id -> addName(main, id));
    if (study.isEmpty()) {
      addMade(main);
    }
    main.setCode(
        Codings.concept(Identifiers.LOINC, "11524-6", "EKG study")
            .addCoding(
                Codings.coding(
                    Identifiers.MDC, String.valueOf(LeadId.MDC_ECG_ELEC_POTL), "MDC_ECG_ELEC_POTL"))
            .addCoding(Codings.coding(Identifiers.SNOMED, "106073009", ""))
            .addCoding(Codings.coding(Identifiers.SNOMED, "268400002", "")));
    study.ifPresent(reference -> main.addDerivedFrom(reference.copy()));
    if (addLeads(main, recording.leads())) {
      main.getMeta().addProfile(Identifiers.PROFILE_ECG_RECORDING);
    } else {
      main.getMeta().addProfile(Identifiers.PROFILE_ECG_LONG_RECORDING);
      main.addHasMember(addStrip());
    }
    EcgFindings findings = new EcgFindings(recording.measurements(), recording.statements());
    findings
        .observations(this::part)
        .forEach(
            found -> main.addHasMember(draft.bundle().own(found, found.getIdentifierFirstRep())));
    new EcgAnnotations(recording.annotations())
        .observation(this::part, draft.notes())
        .ifPresent(
            marks -> main.addHasMember(draft.bundle().own(marks, marks.getIdentifierFirstRep())));
    Reference reference = draft.bundle().own(main, main.getIdentifierFirstRep());
    int number = 1;
    for (FurtherWaveform further : recording.further()) {
      addFurther(further, number++, reference);
    }
    new AssessmentResources(draft, digest, reference).add(recording, this::part);
    return reference;
  }

  /** The beginning of a recording that is too long for a resource, marked as such. */
  private Reference addStrip() {
    FirstStrip strip = FirstStrip.of(recording.leads());
    Observation observation = part("waveform/first-strip");
    observation.getMeta().addProfile(Identifiers.PROFILE_ECG_PART);
    observation.setCode(
        Codings.concept(
            Identifiers.ECG_PART_KIND, "first-strip", "First strip of a long recording"));
    observation.addNote().setText(strip.words());
    recording
        .acquisition()
        .start()
        .ifPresent(
            start ->
                observation.setEffective(
                    new Period()
                        .setStartElement(FhirTimes.dateTime(start, zone()))
                        .setEndElement(
                            FhirTimes.dateTime(start.plusSeconds(FirstStrip.SECONDS), zone()))));
    addLeads(observation, strip.leads());
    return draft.bundle().own(observation, observation.getIdentifierFirstRep());
  }

  private void addFurther(FurtherWaveform further, int number, Reference main) {
    Observation observation = part("waveform/" + number);
    observation.getMeta().addProfile(Identifiers.PROFILE_ECG_PART);
    CodeableConcept code =
        switch (further.kind()) {
          case REPRESENTATIVE_BEAT ->
              Codings.concept(
                  Identifiers.ECG_PART_KIND, "representative-beat", "Representative beat");
          case RHYTHM ->
              Codings.concept(Identifiers.ECG_PART_KIND, "further-rhythm", "Further rhythm");
          case DERIVED ->
              Codings.concept(Identifiers.ECG_PART_KIND, "derived-waveform", "Derived waveform");
        };
    FhirText.clean(further.name()).ifPresent(code::setText);
    observation.setCode(code).addDerivedFrom(main.copy());
    addLeads(observation, further.leads());
    draft.bundle().own(observation, observation.getIdentifierFirstRep());
  }

  /** An Observation about this ECG with what all of them share. */
  private Observation observation(String system, String value) {
    Observation observation = new Observation();
    observation.addIdentifier(new Identifier().setSystem(system).setValue(value));
    observation.setStatus(ObservationStatus.PRELIMINARY);
    observation.addCategory(Codings.concept(CATEGORY, "procedure", "Procedure"));
    observation.setSubject(draft.patient().reference().copy());
    observation.addPerformer(draft.organization().copy());
    device.ifPresent(reference -> observation.setDevice(reference.copy()));
    order.ifPresent(reference -> observation.addBasedOn(reference.copy()));
    recording
        .acquisition()
        .start()
        .ifPresent(start -> observation.setEffective(FhirTimes.dateTime(start, zone())));
    return observation;
  }

  private Observation part(String name) {
    return observation(Identifiers.ECG_PART, digest + "/" + name);
  }

  private ZoneId zone() {
    return FhirTimes.zone(recording, draft.site());
  }

  /** The names the file gives to itself: to recognise it, never as a key. */
  private static void addName(Observation main, org.farsight.ecg.Identifier id) {
    switch (id.kind()) {
      case SOP_INSTANCE_UID ->
          main.addIdentifier().setSystem(Identifiers.DICOM_UID).setValue("urn:oid:" + id.value());
      case AECG_ID -> addName(main, "aecg", id);
      case SIERRA_DOCUMENT -> addName(main, "sierra", id);
      case CASE_NUMBER -> addName(main, "ecg-case", id);
      case SOP_CLASS_UID, SERIES_INSTANCE_UID, STUDY_INSTANCE_UID, AECG_SERIES_ID -> {
        // said by the ImagingStudy, or no name of the recording as a whole
      }
    }
  }

  /** The UIDs of the DICOM object that archives get of an ECG in another format. */
  private void addMade(Observation main) {
    for (String uid :
        List.of(WaveformIdentity.instanceOf(digest), WaveformIdentity.studyOf(digest))) {
      main.addIdentifier().setSystem(Identifiers.DICOM_UID).setValue("urn:oid:" + uid);
    }
  }

  private static void addName(Observation main, String codes, org.farsight.ecg.Identifier id) {
    FhirText.code(id.value() + id.extension().map(e -> "/" + e).orElse(""))
        .ifPresent(
            value ->
                main.addIdentifier().setSystem(Identifiers.privateCodes(codes)).setValue(value));
  }

  /** True if the leads are in; false if there are too many samples to stand in a resource. */
  private boolean addLeads(Observation observation, List<Lead> leads) {
    int most = leads.stream().mapToInt(lead -> lead.samples().length()).max().orElse(0);
    if (most > draft.options().maxSamples()) {
      draft
          .notes()
          .add(
              "a lead of " + most + " samples is too long for a resource: the original has it",
              "单导联 " + most + " 个采样点，超出资源容量，完整数据见原始文件");
      return false;
    }
    for (Lead lead : leads) {
      observation.addComponent(component(lead));
    }
    return true;
  }

  private static ObservationComponentComponent component(Lead lead) {
    ObservationComponentComponent component = new ObservationComponentComponent();
    CodeableConcept code = lead.id().map(EcgResources::codes).orElseGet(CodeableConcept::new);
    FhirText.clean(lead.label()).ifPresent(code::setText);
    component.setCode(code);
    SampledData data = SampledDataCodec.encode(lead);
    if (lead.offsetMillis().signum() != 0) {
      data.addExtension(
          new Extension(Identifiers.EXTENSION_OFFSET, new DecimalType(lead.offsetMillis())));
    }
    component.setValue(data);
    lead.derivation()
        .flatMap(FhirText::clean)
        .ifPresent(
            how ->
                component.addExtension(
                    new Extension(Identifiers.EXTENSION_DERIVATION, new StringType(how))));
    return component;
  }

  /** Says of a component which lead it is about. */
  static Extension ofLead(LeadId id) {
    return new Extension(Identifiers.EXTENSION_ABOUT_LEAD, codes(id).setText(id.label()));
  }

  /** The codes of a lead: MDC, and LOINC and SNOMED CT for the twelve. */
  static CodeableConcept codes(LeadId id) {
    CodeableConcept code =
        Codings.concept(Identifiers.MDC, String.valueOf(id.mdcCode()), id.mdcReferenceId());
    id.loincPart().ifPresent(part -> code.addCoding(Codings.coding(Identifiers.LOINC, part, "")));
    id.snomedCode()
        .ifPresent(snomed -> code.addCoding(Codings.coding(Identifiers.SNOMED, snomed, "")));
    return code;
  }
}
