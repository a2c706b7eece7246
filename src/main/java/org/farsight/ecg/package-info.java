/**
 * What an electrocardiogram says, whatever file it came in: leads with their integers and scale,
 * the person and device as the file names them, the cart's measurements and statements. JDK only;
 * readers stand in the packages below and are listed in {@code ecg.formats}.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.ecg;
