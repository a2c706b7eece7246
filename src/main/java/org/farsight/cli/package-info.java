/**
 * The commands of {@code farsight}, one class each, and the list of them in {@link
 * org.farsight.cli.Main}. A command reads its options, calls the rooms that do the work and says in
 * plain words what came of it. Imports everything; nobody imports it.
 */
@org.jspecify.annotations.NullMarked
package org.farsight.cli;
