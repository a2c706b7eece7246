package org.farsight.dicom.service;

/**
 * Names an object.
 *
 * @param sopClass Referenced SOP Class UID (0008,1150)
 * @param sopInstance Referenced SOP Instance UID (0008,1155)
 */
public record SopReference(String sopClass, String sopInstance) {}
