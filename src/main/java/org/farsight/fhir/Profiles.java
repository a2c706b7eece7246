package org.farsight.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.DataFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesComponent;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesInstanceComponent;
import org.hl7.fhir.r4.model.NamingSystem;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SampledData;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.validation.ValidationMessage;
import org.hl7.fhir.utilities.validation.ValidationMessage.IssueSeverity;

/**
 * Holds resources to FHIR R4 and to the profiles of a folder, without a network. Only what a
 * resource names in {@code meta.profile} is asked of it; a profile that is named but not in the
 * folder is an error. Safe for use by many threads; the first resource takes seconds, see {@link
 * #warmUp}.
 */
public final class Profiles {

  /** Stands for the integers of a lead: the general validator is slow on long strings. */
  private static final String SHORT_DATA = "0 1 E";

  private static final int MOST_INSTANCES = 10;

  /** How the validator marks a code that its system, or our fragment of it, does not have. */
  private static final String CODE_UNKNOWN = "Terminology_PassThrough_TX_Message";

  private final FhirContext context = R4.context();
  private final DefaultProfileValidationSupport standard =
      new DefaultProfileValidationSupport(context);
  private final InstanceChecks checks;
  private final int loaded;
  private volatile boolean warm;

  /**
   * Reads a folder of StructureDefinition, ValueSet, CodeSystem and NamingSystem; its {@code
   * examples} are not read.
   *
   * @throws IOException naming the file that cannot be read or is none of these
   */
  public Profiles(Path folder) throws IOException {
    PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(context);
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    for (Path file : files) {
      add(own, file);
    }
    this.loaded = files.size();
    ValidationSupportChain chain =
        new ValidationSupportChain(
            standard,
            own,
            new SnapshotGeneratingValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context));
    this.checks = new InstanceChecks(chain);
  }

  private void add(PrePopulatedValidationSupport own, Path file) throws IOException {
    IBaseResource resource;
    try {
      resource = context.newJsonParser().parseResource(Files.readString(file));
    } catch (DataFormatException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    switch (resource) {
      case StructureDefinition definition -> own.addStructureDefinition(definition);
      case ValueSet values -> own.addValueSet(values);
      case CodeSystem codes -> own.addCodeSystem(codes);
      case NamingSystem names -> {
        // says which systems there are; the validator does not ask for it
      }
      default -> throw new IOException(file + ": a " + resource.fhirType() + " is no profile");
    }
  }

  /** The number of files read. */
  public int loaded() {
    return loaded;
  }

  /**
   * Makes the snapshot of each profile and validates a small one of each kind that we write, so
   * that no real one is the slow one. One thread does it, the others wait, also those of another
   * engine in this JVM: a snapshot that two threads make at once comes out broken, and what is
   * cached with the FHIR context is shared by all.
   */
  public void warmUp() {
    if (!warm) {
      synchronized (context) {
        if (!warm) {
          validateOneOfEach();
          warm = true;
        }
      }
    }
  }

  private void validateOneOfEach() {
    SlimDefinitions.slim(standard);
    Bundle small = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    List<Resource> kinds =
        List.of(
            named(new Patient(), Identifiers.PROFILE_PATIENT),
            named(new ImagingStudy(), Identifiers.PROFILE_IMAGING_STUDY),
            named(recording(), Identifiers.PROFILE_ECG_RECORDING),
            named(new Observation(), Identifiers.PROFILE_ECG_QUALITY),
            named(new Observation(), Identifiers.PROFILE_CRITICAL_VALUES),
            named(flag(), Identifiers.PROFILE_CRITICAL_FLAG),
            named(new ServiceRequest(), Identifiers.PROFILE_SERVICE_REQUEST),
            named(new Task(), Identifiers.PROFILE_READING_TASK),
            new Organization(),
            new Device(),
            new Endpoint(),
            new DocumentReference(),
            new Provenance());
    kinds.forEach(kind -> small.addEntry().setResource(kind));
    var unused = checked(small);
  }

  /** With the extensions that a lead may bear. */
  private static Observation recording() {
    Observation recording = new Observation();
    ObservationComponentComponent lead = recording.addComponent();
    lead.addExtension(Identifiers.EXTENSION_ABOUT_LEAD, new CodeableConcept().setText("V1"));
    lead.addExtension(Identifiers.EXTENSION_DERIVATION, new StringType("II - I"));
    SampledData samples = new SampledData();
    samples.addExtension(Identifiers.EXTENSION_OFFSET, new DecimalType(1));
    lead.setValue(samples);
    return recording;
  }

  /** With its extensions. */
  private static Flag flag() {
    Flag flag = new Flag();
    flag.addExtension(Identifiers.EXTENSION_CRITICAL_SOURCE, new StringType("source"));
    flag.addExtension(Identifiers.EXTENSION_CRITICAL_EVIDENCE, new StringType("evidence"));
    flag.addExtension(Identifiers.EXTENSION_CRITICAL_RECORDING, new Reference("Observation/1"));
    return flag;
  }

  private static Resource named(Resource resource, String profile) {
    resource.getMeta().addProfile(profile);
    return resource;
  }

  /**
   * What is wrong with a transaction or a single resource; warnings are not told.
   *
   * @return place and words of each error, without what the Bundle says of the patient
   */
  public List<String> errors(Resource resource) {
    warmUp();
    List<String> errors = new ArrayList<>();
    Resource light = lightened(resource, errors);
    for (ValidationMessage message : checked(light)) {
      if (isError(message)) {
        errors.add(message.getLocation() + ": " + message.getMessage());
      }
    }
    PatientWords words = new PatientWords(resource);
    return errors.stream().map(words::removed).toList();
  }

  private List<ValidationMessage> checked(Resource resource) {
    String json = context.newJsonParser().encodeResourceToString(resource);
    return checks.check(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Devices write codes that our fragments of LOINC, SNOMED CT and DCM do not have, and nobody but
   * their publishers can judge them: only codes of our own systems are held to be known.
   */
  private static boolean isError(ValidationMessage message) {
    boolean severe =
        message.getLevel() == IssueSeverity.ERROR || message.getLevel() == IssueSeverity.FATAL;
    boolean foreignCode =
        CODE_UNKNOWN.equals(message.getMessageId())
            && !message.getMessage().contains(Identifiers.BASE);
    return severe && !foreignCode;
  }

  /** A copy without what is long and alike, which is checked here instead. */
  private static Resource lightened(Resource resource, List<String> errors) {
    Resource copy = resource.copy();
    Stream<Resource> all =
        copy instanceof Bundle bundle
            ? bundle.getEntry().stream().map(Bundle.BundleEntryComponent::getResource)
            : Stream.of(copy);
    all.forEach(
        one -> {
          if (one instanceof Observation observation) {
            shorten(observation, errors);
          } else if (one instanceof ImagingStudy study) {
            shorten(study, errors);
          } else if (one instanceof Binary binary && binary.hasData()) {
            // bytes become Base64 only where they are written: there is nothing to find in them
            binary.setData(new byte[] {0});
          }
        });
    return copy;
  }

  /**
   * A long series is alike all along: its first instances stand for it, the rest is checked here.
   */
  private static void shorten(ImagingStudy study, List<String> errors) {
    Set<String> uids = new HashSet<>();
    for (ImagingStudySeriesComponent series : study.getSeries()) {
      List<ImagingStudySeriesInstanceComponent> instances = series.getInstance();
      if (instances.size() <= MOST_INSTANCES) {
        continue;
      }
      for (ImagingStudySeriesInstanceComponent instance : instances) {
        String uid = instance.getUid();
        if (uid == null || !FhirText.isId(uid) || !uids.add(uid)) {
          errors.add("ImagingStudy.series.instance.uid: missing, no id, or twice");
        }
        if (!instance.getSopClass().hasSystem() || !instance.getSopClass().hasCode()) {
          errors.add("ImagingStudy.series.instance.sopClass: missing");
        }
      }
      series.setInstance(new ArrayList<>(instances.subList(0, MOST_INSTANCES)));
    }
  }

  private static void shorten(Observation observation, List<String> errors) {
    int number = 0;
    for (ObservationComponentComponent component : observation.getComponent()) {
      if (component.getValue() instanceof SampledData data && data.hasData()) {
        String fault = SampledDataCodec.fault(data.getData());
        if (!fault.isEmpty()) {
          errors.add("Observation.component[" + number + "].value.ofType(SampledData): " + fault);
        }
        data.setData(SHORT_DATA);
      }
      number++;
    }
  }
}
