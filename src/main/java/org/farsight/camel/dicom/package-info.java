/**
 * The {@code dicom:} component for Apache Camel. It knows Camel and {@code dicom} and nothing of
 * the engine, so that any Camel application can use it; {@code docs/dicom-component.adoc} is its
 * page.
 */
@NullMarked
package org.farsight.camel.dicom;

import org.jspecify.annotations.NullMarked;
