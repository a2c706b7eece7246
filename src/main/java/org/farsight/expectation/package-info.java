/**
 * What devices and others announce of the objects to come: modality performed procedure steps
 * (PS3.4 annex F) and numbers of objects. An announcement can only shorten the wait of a study; a
 * wrong one loses nothing. Imports {@code exchange} and {@code dicom}.
 */
@NullMarked
package org.farsight.expectation;

import org.jspecify.annotations.NullMarked;
