/**
 * Camel, outermost: the routes with their {@code dicom:} listener, the queue that rings for work,
 * and the beans that routes name. No mapping, no SQL here.
 */
@NullMarked
package org.farsight.camel;

import org.jspecify.annotations.NullMarked;
