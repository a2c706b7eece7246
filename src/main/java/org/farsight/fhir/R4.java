package org.farsight.fhir;

import ca.uhn.fhir.context.FhirContext;

/** The FHIR library's context for R4, which is dear and shared, as our resources need it. */
final class R4 {
  private R4() {}

  /**
   * The shared context. Our references are texts and never objects, so that the library need not
   * look through each resource, before it writes it, for referenced ones to contain.
   */
  static FhirContext context() {
    FhirContext context = FhirContext.forR4Cached();
    context.getParserOptions().setAutoContainReferenceTargetsWithNoId(false);
    return context;
  }
}
