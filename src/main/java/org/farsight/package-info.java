/**
 * Farsight: medical images and ECGs from branch clinics to the core hospital for remote reading,
 * and the read back. Each package below is one room; docs and {@code LayersTest} say who may see
 * whom.
 */
@NullMarked
package org.farsight;

import org.jspecify.annotations.NullMarked;
