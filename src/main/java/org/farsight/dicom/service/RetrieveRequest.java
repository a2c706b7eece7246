package org.farsight.dicom.service;

import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationInfo;

/**
 * A C-MOVE or C-GET.
 *
 * @param association who asks
 * @param model whose retrieve it is
 * @param level Query/Retrieve Level (0008,0052), one of the model; its unique key has a value
 * @param relational whether it was negotiated that keys of the levels above may be missing
 * @param identifier as sent: the unique keys, that of the level perhaps as a list. A value names
 *     one entity, whatever characters a Patient ID has; there are no wildcards (PS3.4 §C.4.2.1.4)
 * @param destination of a C-MOVE, as {@link RetrieveHandler#destination} has said; empty for C-GET
 */
public record RetrieveRequest(
    AssociationInfo association,
    InformationModel model,
    QueryLevel level,
    boolean relational,
    DataSet identifier,
    Optional<AeAddress> destination) {}
