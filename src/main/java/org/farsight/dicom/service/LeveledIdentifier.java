package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DicomFormatException;

/** The identifier of a query or retrieve with its level, or why it cannot be one. */
sealed interface LeveledIdentifier {
  /** An identifier that fits its model. */
  record Fit(QueryLevel level, DataSet identifier) implements LeveledIdentifier {}

  /** Anything else. */
  record Unfit(Status status) implements LeveledIdentifier {}

  /**
   * Reads the identifier of a request.
   *
   * @param sopClass as the command says it
   * @throws DicomFormatException where it is no data set, or too large
   * @throws IOException where the association broke
   */
  static LeveledIdentifier read(
      DimseService.Request request, String sopClass, InformationModel model, InputStream dataSet)
      throws IOException {
    if (!sopClass.equals(request.context().abstractSyntax())) {
      return new Unfit(
          Status.SOP_CLASS_NOT_SUPPORTED
              .withComment("not the abstract syntax of the context")
              .withOffendingElements(List.of(Tag.AFFECTED_SOP_CLASS_UID)));
    }
    if (!request.message().hasDataSet()) {
      return new Unfit(Status.IDENTIFIER_DOES_NOT_MATCH_SOP_CLASS.withComment("no identifier"));
    }
    DataSet identifier = RequestDataSet.identifier(dataSet, request.context().transferSyntax());
    Optional<QueryLevel> level =
        identifier.string(Tag.QUERY_RETRIEVE_LEVEL).flatMap(QueryLevel::of).filter(model::has);
    if (level.isEmpty()) {
      return new Unfit(unfit("no level of this model", Tag.QUERY_RETRIEVE_LEVEL));
    }
    return new Fit(level.get(), identifier);
  }

  /** A900H with the tag at fault. */
  static Status unfit(String why, int tag) {
    return Status.IDENTIFIER_DOES_NOT_MATCH_SOP_CLASS
        .withComment(why)
        .withOffendingElements(List.of(tag));
  }
}
