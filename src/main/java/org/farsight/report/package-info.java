/**
 * The signed read: what a reader says of an examination, its templates and drafts, its signature,
 * and how it looks as a page and on paper. Knows no FHIR, no HL7 and no HTTP: those who hand a
 * report over take it from here.
 */
@NullMarked
package org.farsight.report;

import org.jspecify.annotations.NullMarked;
