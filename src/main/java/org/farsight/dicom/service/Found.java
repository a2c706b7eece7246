package org.farsight.dicom.service;

import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.dimse.Status;

/**
 * What a query has found.
 *
 * @param matches in the order they came
 * @param status of the last response: {@link Status#CANCEL} where there were more than wanted
 */
public record Found(List<DataSet> matches, Status status) {
  public Found {
    matches = List.copyOf(matches);
  }
}
