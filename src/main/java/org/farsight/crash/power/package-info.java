/**
 * What a loss of power leaves of a folder: a process is recorded at its calls of the system, and
 * the folder is made again as it may stand after any of them, without what was not synced: bytes,
 * lengths, names. Knows nothing of the engine. Linux, with a C compiler.
 */
@NullMarked
package org.farsight.crash.power;

import org.jspecify.annotations.NullMarked;
