package org.farsight.dicom.service;

/**
 * What an association is to carry: objects of this SOP class in this transfer syntax.
 *
 * @param sopClass UID
 * @param transferSyntax UID
 */
public record StorageContext(String sopClass, String transferSyntax) {}
