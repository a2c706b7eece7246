package org.farsight.dicom.ul;

/**
 * A presentation context in which messages may be sent.
 *
 * @param id odd, 1 to 255
 * @param abstractSyntax UID
 * @param transferSyntax UID, the one both sides agreed on
 */
public record AcceptedContext(int id, String abstractSyntax, String transferSyntax) {}
