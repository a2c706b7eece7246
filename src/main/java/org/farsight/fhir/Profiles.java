package org.farsight.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.DataFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.NamingSystem;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SampledData;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.StructureDefinition;
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

  private static final String EXTENSION = "Extension";

  /** How the validator marks a code that its system, or our fragment of it, does not have. */
  static final String CODE_UNKNOWN = "Terminology_PassThrough_TX_Message";

  private final FhirContext context = R4.context();
  private final DefaultProfileValidationSupport standard =
      new DefaultProfileValidationSupport(context);
  private final InstanceChecks checks;
  private final List<StructureDefinition> own = new ArrayList<>();
  private final int loaded;
  private volatile boolean warm;

  /**
   * Reads a folder of StructureDefinition, ValueSet, CodeSystem and NamingSystem; its {@code
   * examples} are not read.
   *
   * @throws IOException naming the file that cannot be read or is none of these
   */
  public Profiles(Path folder) throws IOException {
    PrePopulatedValidationSupport support = new PrePopulatedValidationSupport(context);
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    for (Path file : files) {
      add(support, file);
    }
    this.loaded = files.size();
    ValidationSupportChain chain =
        new ValidationSupportChain(
            standard,
            support,
            new SnapshotGeneratingValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context));
    this.checks = new InstanceChecks(chain);
  }

  private void add(PrePopulatedValidationSupport support, Path file) throws IOException {
    IBaseResource resource;
    try {
      resource = context.newJsonParser().parseResource(Files.readString(file));
    } catch (DataFormatException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    switch (resource) {
      case StructureDefinition definition -> {
        own.add(definition);
        support.addStructureDefinition(definition);
      }
      case ValueSet values -> support.addValueSet(values);
      case CodeSystem codes -> support.addCodeSystem(codes);
      case NamingSystem names -> {
        // says which systems there are; the validator does not ask for it
      }
      case CapabilityStatement capabilities -> {
        // says what servers do
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
    for (StructureDefinition profile : own) {
      if (!profile.getType().equals(EXTENSION)) {
        small.addEntry().setResource(emptiest(profile));
      }
    }
    var unused = checked(small);
  }

  private Resource emptiest(StructureDefinition profile) {
    Resource resource;
    if (profile.getUrl().equals(Identifiers.PROFILE_ECG_RECORDING)) {
      resource = recording();
    } else if (profile.getUrl().equals(Identifiers.PROFILE_CRITICAL_FLAG)) {
      resource = flag();
    } else {
      resource = (Resource) context.getResourceDefinition(profile.getType()).newInstance();
    }
    resource.getMeta().addProfile(profile.getUrl());
    return resource;
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

  /**
   * What is wrong with a transaction or a single resource; warnings are not told.
   *
   * @return place and words of each error, without what the Bundle says of the patient
   */
  public List<String> errors(Resource resource) {
    warmUp();
    List<String> errors = new ArrayList<>();
    Resource light = Lightened.of(resource, errors);
    for (ValidationMessage message : checked(light)) {
      if (isError(message)) {
        errors.add(message.getLocation() + ": " + message.getMessage());
      }
    }
    PatientWords words = new PatientWords(resource);
    return errors.stream().map(words::removed).toList();
  }

  /**
   * Errors and warnings of a single resource by what they are, without any value of it. What {@link
   * #errors} does not take for an error, a code that only its publisher can judge, is a warning
   * here.
   */
  public List<ProfileIssue> issues(Resource resource) {
    warmUp();
    List<String> faults = new ArrayList<>();
    Resource light = Lightened.of(resource, faults);
    List<ProfileIssue> issues = new ArrayList<>();
    faults.forEach(fault -> issues.add(ProfileIssue.ofContent(resource.fhirType())));
    for (ValidationMessage message : checked(light)) {
      switch (message.getLevel()) {
        case FATAL, ERROR -> issues.add(ProfileIssue.of(message, isError(message)));
        case WARNING -> issues.add(ProfileIssue.of(message, false));
        case INFORMATION, NULL -> {
          // nothing that anybody must do anything about
        }
      }
    }
    return issues;
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
}
