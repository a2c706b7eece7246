/**
 * Coverage-guided fuzz targets (Jazzer) for everything that reads bytes from outside: in the usual
 * test run each only takes its seeds and the findings kept under {@code src/test/resources}; {@code
 * -Pfuzz} runs each for a while (docs/testing.md).
 */
@NullMarked
package org.farsight.fuzz;

import org.jspecify.annotations.NullMarked;
