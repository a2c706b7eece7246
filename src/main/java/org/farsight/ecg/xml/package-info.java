/**
 * XML as carts write it: bytes to characters, characters to a tree of elements known by their local
 * names, under limits. What the elements mean is the business of the formats.
 */
@NullMarked
package org.farsight.ecg.xml;

import org.jspecify.annotations.NullMarked;
