/**
 * Contec's native file ({@code .ECG}), as the cart ECG90A saves it. There is no public standard;
 * the layout is known from one public file, its conversions and the description that their author
 * has published. {@code docs/ecg.md} says what is known, what is inferred and what is not known.
 */
@NullMarked
package org.farsight.ecg.contec;

import org.jspecify.annotations.NullMarked;
