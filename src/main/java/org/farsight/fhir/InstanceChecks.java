package org.farsight.fhir;

import ca.uhn.fhir.context.support.IValidationSupport;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hl7.fhir.common.hapi.validation.validator.FhirDefaultPolicyAdvisor;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator.NullEvaluationContext;
import org.hl7.fhir.common.hapi.validation.validator.WorkerContextValidationSupportAdapter;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r5.context.IWorkerContext;
import org.hl7.fhir.r5.elementmodel.Manager.FhirFormat;
import org.hl7.fhir.r5.utils.validation.ValidatorSession;
import org.hl7.fhir.r5.utils.validation.constants.IdStatus;
import org.hl7.fhir.r5.utils.xver.XVerExtensionManagerOld;
import org.hl7.fhir.utilities.validation.ValidationMessage;
import org.hl7.fhir.utilities.validation.ValidationMessage.IssueSeverity;
import org.hl7.fhir.validation.ValidatorSettings;
import org.hl7.fhir.validation.instance.InstanceValidator;

/**
 * FHIR's reference validator as HAPI's own bridge sets it up, but kept from one resource to the
 * next. The bridge makes one for each resource, and each reads the library's table of OIDs: 14 of
 * the 47 ms that a Bundle of 19 resources took. Safe for use by many threads: each check has a
 * validator to itself.
 */
final class InstanceChecks {

  /**
   * A validator remembers all that it has ever looked up, the resources of earlier Bundles among
   * them (some 2 MB for an ECG), and has no way to forget: it is soon replaced.
   */
  private static final int MOST_USES = 8;

  private static final int MOST_BYTES = 2 << 20;

  private static final Set<String> UNKNOWN_PROFILE =
      Set.of("Validation_VAL_Profile_Unknown", "VALIDATION_VAL_PROFILE_UNKNOWN_NOT_POLICY");

  private static final Set<String> NO_SOURCE =
      Set.of("Terminology_TX_Binding_NoSource", "Terminology_TX_Binding_NoSource2");

  private static final String MEDIA_TYPES = "http://hl7.org/fhir/ValueSet/mimetypes";

  private final IWorkerContext definitions;
  private final ConcurrentLinkedQueue<Kept> idle = new ConcurrentLinkedQueue<>();

  /**
   * A validator.
   *
   * @param uses how often it has been used
   * @param bytes how much JSON it has read
   */
  private record Kept(InstanceValidator validator, int uses, long bytes) {
    Optional<Kept> after(int length) {
      Kept next = new Kept(validator, uses + 1, bytes + length);
      return next.uses < MOST_USES && next.bytes < MOST_BYTES
          ? Optional.of(next)
          : Optional.empty();
    }
  }

  /** Checks against these definitions. */
  InstanceChecks(IValidationSupport definitions) {
    this.definitions =
        WorkerContextValidationSupportAdapter.newVersionSpecificWorkerContextWrapper(definitions);
  }

  /**
   * Checks one resource, a Bundle with all that is in it.
   *
   * @param json FHIR JSON in UTF-8
   * @return what the validator says, errors and less
   */
  List<ValidationMessage> check(byte[] json) {
    Kept taken = idle.poll();
    Kept used = taken == null ? new Kept(validator(), 0, 0) : taken;
    List<ValidationMessage> messages = new ArrayList<>();
    try {
      var unused =
          used.validator()
              .validate(
                  null,
                  messages,
                  new ByteArrayInputStream(json),
                  FhirFormat.JSON,
                  new ArrayList<>());
    } catch (FHIRException e) {
      throw new IllegalStateException("the validator failed: " + e.getMessage(), e);
    }
    used.after(json.length).ifPresent(idle::add);
    return messages.stream().filter(message -> !isNoSource(message)).map(this::raised).toList();
  }

  /** Where a binding names nothing to hold a code to, or all media types, nothing is found out. */
  private static boolean isNoSource(ValidationMessage message) {
    String id = String.valueOf(message.getMessageId());
    return NO_SOURCE.contains(id)
        || id.equals("Terminology_TX_ValueSet_NotFound")
            && message.getMessage().contains(MEDIA_TYPES);
  }

  /** A profile that is named and not there passes anything: that is no warning. */
  private ValidationMessage raised(ValidationMessage message) {
    boolean unknown = UNKNOWN_PROFILE.contains(String.valueOf(message.getMessageId()));
    return unknown && message.getLevel() == IssueSeverity.WARNING
        ? message.setLevel(IssueSeverity.ERROR)
        : message;
  }

  private InstanceValidator validator() {
    InstanceValidator validator =
        new InstanceValidator(
            definitions,
            new NullEvaluationContext(),
            new XVerExtensionManagerOld(definitions),
            new ValidatorSession(),
            new ValidatorSettings());
    validator.setAnyExtensionsAllowed(true);
    validator.setResourceIdRule(IdStatus.OPTIONAL);
    validator.setNoTerminologyChecks(false);
    validator.setErrorForUnknownProfiles(true);
    validator.setUnknownCodeSystemsCauseErrors(true);
    validator.setPolicyAdvisor(new FhirDefaultPolicyAdvisor());
    validator.setAllowXsiLocation(true);
    return validator;
  }
}
