/**
 * Data sets as values: tags, value representations, UIDs, text in the standard's character sets,
 * and the data dictionary (PS3.5, PS3.6). Knows no stream and no file; imports the JDK only.
 */
@NullMarked
package org.farsight.dicom.data;

import org.jspecify.annotations.NullMarked;
