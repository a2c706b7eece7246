/**
 * The assembled engine: its configuration as records, and {@code Wiring}, where every service is
 * made. Imports everything; nobody but {@code cli} imports it.
 */
@NullMarked
package org.farsight.app;

import org.jspecify.annotations.NullMarked;
