package org.farsight.intake;

/**
 * What the sender says the object is, before its first byte: the C-STORE command and the
 * presentation context (PS3.7 §9.3.1.1).
 *
 * @param sopClass Affected SOP Class UID
 * @param sopInstance Affected SOP Instance UID
 * @param transferSyntax UID of the transfer syntax that the data set is encoded in
 */
public record Announced(String sopClass, String sopInstance, String transferSyntax) {}
