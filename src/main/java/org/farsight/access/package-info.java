/**
 * Who may do what: roles, local accounts, sessions, tokens, sign-in by OpenID Connect, the table of
 * what each role may ask for, and the trail of who opened which patient's data. Knows no HTTP
 * server and no database.
 */
@NullMarked
package org.farsight.access;

import org.jspecify.annotations.NullMarked;
