/**
 * Queries and retrievals of what is kept (PS3.4 annexes C and K): the matching rules, the
 * attributes of a study, series and instance, and the handlers behind C-FIND, C-MOVE, C-GET and the
 * modality worklist. Reads through the port {@code Catalogue}; knows no SQL and no socket.
 */
@NullMarked
package org.farsight.catalogue;

import org.jspecify.annotations.NullMarked;
