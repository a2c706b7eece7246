/**
 * The paper: one geometry in millimetres made of a recording, written as SVG and as PDF, true to
 * the millimetre when printed. What filters do is for the eye alone; no sample is changed. Uses
 * {@code ecg}; PDFBox in the PDF's writer only.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.ecg.drawing;
