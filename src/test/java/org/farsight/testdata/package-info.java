/**
 * The generator of {@code test-data/}: invented people, phantoms and a heart model, all from fixed
 * seeds, so that the committed files can be made again byte for byte.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.testdata;
