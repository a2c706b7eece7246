/**
 * Handlers on the one HTTP server: what exchanges look like from outside, health, metrics, reload.
 * They read through the ports of {@code exchange}; no rule lives here.
 */
@NullMarked
package org.farsight.web;

import org.jspecify.annotations.NullMarked;
