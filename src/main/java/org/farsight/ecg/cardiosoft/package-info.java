/**
 * GE CardioSoft XML ({@code CardiologyXML}): samples as decimal numbers, all twelve leads stored.
 * There is no public standard; the elements are known from files of CardioSoft 6.
 */
@NullMarked
package org.farsight.ecg.cardiosoft;

import org.jspecify.annotations.NullMarked;
