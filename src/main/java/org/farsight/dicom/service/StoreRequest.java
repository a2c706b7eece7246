package org.farsight.dicom.service;

import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.ul.AssociationInfo;

/**
 * An object that is being stored.
 *
 * @param association who sends it
 * @param messageId of the C-STORE-RQ
 * @param priority as asked for
 * @param sopClass Affected SOP Class UID
 * @param sopInstance Affected SOP Instance UID as sent, not checked for validity
 * @param transferSyntax UID, of the data set
 */
public record StoreRequest(
    AssociationInfo association,
    int messageId,
    Priority priority,
    String sopClass,
    String sopInstance,
    String transferSyntax) {}
