/**
 * The assembled engine: its configuration as records, and {@code Wiring}, which makes every service
 * in order. Imports everything; nobody but {@code cli} imports it.
 */
@NullMarked
package org.farsight.app;

import org.jspecify.annotations.NullMarked;
