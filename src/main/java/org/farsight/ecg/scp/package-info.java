/**
 * SCP-ECG (EN 1064, ISO 11073-91064), versions 1.x to 3.x: sections 0 to 11 are decoded, those
 * above are named in a remark. Bytes in, {@code Recording} out.
 */
@NullMarked
package org.farsight.ecg.scp;

import org.jspecify.annotations.NullMarked;
