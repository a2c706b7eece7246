/**
 * Who a person is: id cards, what contradicts, which ids are one person's, merges. Pure: decides
 * from what the port {@link org.farsight.exchange.Identities} tells.
 */
@NullMarked
package org.farsight.identity;

import org.jspecify.annotations.NullMarked;
