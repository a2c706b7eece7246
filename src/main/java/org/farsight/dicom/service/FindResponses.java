package org.farsight.dicom.service;

import java.io.IOException;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;

/** The responses to one C-FIND-RQ, PS3.4 §C.4.1.3. */
final class FindResponses implements Matches {
  /** How many matches a query may have unless said otherwise. */
  static final int MOST_MATCHES = 100_000;

  private final Message.CFindRq request;
  private final DataSet identifier;
  private final Optional<QueryLevel> level;
  private final int most;
  private final DimseService.Responder responder;
  private int count;
  private boolean stopped;
  private boolean cancelled;

  /**
   * @param level that each match repeats, where the model has levels
   * @param most matches that are sent
   */
  FindResponses(
      Message.CFindRq request,
      DataSet identifier,
      Optional<QueryLevel> level,
      int most,
      DimseService.Responder responder) {
    this.request = request;
    this.identifier = identifier;
    this.level = level;
    this.most = most;
    this.responder = responder;
  }

  @Override
  public boolean match(DataSet match) throws IOException {
    cancelled = cancelled || responder.cancelled();
    stopped = stopped || cancelled || count == most;
    if (stopped) {
      return false;
    }
    level.ifPresent(value -> match.put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, value.name()));
    Status status =
        supportsAllKeys(match) ? Status.PENDING : Status.PENDING_OPTIONAL_KEYS_NOT_SUPPORTED;
    responder.respond(
        new Message.CFindRsp(request.messageId(), request.sopClass(), status, true), match);
    count++;
    return true;
  }

  private boolean supportsAllKeys(DataSet match) {
    for (Element key : identifier) {
      if (key.tag() != Tag.SPECIFIC_CHARACTER_SET
          && key.tag() != Tag.TIMEZONE_OFFSET_FROM_UTC
          && !Tag.isGroupLength(key.tag())
          && !match.contains(key.tag())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Sends the final response.
   *
   * @param status what the handler says; overruled by a cancel or too many matches
   */
  void finish(Status status) throws IOException {
    if (status.category() == Status.Category.PENDING) {
      throw new IllegalStateException("a query that ends as pending");
    }
    cancelled = cancelled || responder.cancelled();
    Status end = status;
    if (cancelled) {
      end = Status.CANCEL;
    } else if (stopped) {
      end = Status.OUT_OF_RESOURCES.withComment("more than " + most + " matches");
    }
    responder.respond(new Message.CFindRsp(request.messageId(), request.sopClass(), end, false));
  }
}
