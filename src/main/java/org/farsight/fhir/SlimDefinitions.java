package org.farsight.fhir;

import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.Objects;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.ElementDefinition.ElementDefinitionConstraintComponent;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;

/**
 * Takes out of definitions what is for people who read them: words, mappings, examples. The
 * definitions of FHIR R4 that the validator holds for ever, in two forms, then fit in a small heap.
 */
final class SlimDefinitions {
  private SlimDefinitions() {}

  private static final String ANY_CODE_SYSTEM = "http://hl7.org/fhir/administrative-gender";

  /** Loads all that the library has and changes it, before anybody uses it. */
  static void slim(DefaultProfileValidationSupport standard) {
    // each of the two loads a part, and only loaded ones are listed
    Objects.requireNonNull(standard.fetchAllStructureDefinitions());
    Objects.requireNonNull(standard.fetchCodeSystem(ANY_CODE_SYSTEM));
    for (IBaseResource resource : Objects.requireNonNull(standard.fetchAllConformanceResources())) {
      switch (resource) {
        case StructureDefinition definition -> slim(definition);
        case CodeSystem codes -> {
          withoutWords(codes);
          codes.getConcept().forEach(SlimDefinitions::slim);
        }
        case ValueSet values -> withoutWords(values);
        default -> {
          // the rest is small
        }
      }
    }
  }

  private static void withoutWords(MetadataResource resource) {
    resource.setText(null);
    resource.setContact(null);
    resource.setDescription(null);
    resource.setExtension(null);
  }

  private static void slim(ConceptDefinitionComponent concept) {
    concept.setDefinition(null);
    concept.setDesignation(null);
    concept.setExtension(null);
    concept.getConcept().forEach(SlimDefinitions::slim);
  }

  private static void slim(StructureDefinition definition) {
    definition.setText(null);
    definition.setContact(null);
    definition.setMapping(null);
    definition.setDescription(null);
    definition.setPurpose(null);
    definition.setCopyright(null);
    if (definition.hasSnapshot()) {
      // what was changed against the parent is for those who make the snapshot
      definition.setDifferential(null);
      definition.getSnapshot().getElement().forEach(SlimDefinitions::slim);
    }
  }

  private static void slim(ElementDefinition element) {
    element.setShort(null);
    element.setDefinition(null);
    element.setComment(null);
    element.setRequirements(null);
    element.setAlias(null);
    element.setMapping(null);
    element.setExample(null);
    element.setMeaningWhenMissing(null);
    element.setIsModifierReason(null);
    for (ElementDefinitionConstraintComponent constraint : element.getConstraint()) {
      constraint.setXpath(null);
    }
  }
}
