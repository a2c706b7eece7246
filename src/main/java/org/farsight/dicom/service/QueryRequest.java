package org.farsight.dicom.service;

import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.ul.AssociationInfo;

/**
 * A C-FIND of the query/retrieve service class.
 *
 * @param association who asks
 * @param model whose query it is
 * @param level Query/Retrieve Level (0008,0052), one of the model
 * @param options what was negotiated of what the handler does
 * @param identifier as sent: matching keys have values, return keys have none
 */
public record QueryRequest(
    AssociationInfo association,
    InformationModel model,
    QueryLevel level,
    QueryOptions options,
    DataSet identifier) {}
