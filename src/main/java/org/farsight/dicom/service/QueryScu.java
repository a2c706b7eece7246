package org.farsight.dicom.service;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;

/** Queries a peer for patients, studies, series or instances, PS3.4 §C.4.1. Used by one thread. */
public final class QueryScu implements AutoCloseable {
  private final Association association;
  private final InformationModel model;
  private final QueryOptions options;
  private final FindInvocation invocation;

  private QueryScu(Association association, InformationModel model, QueryOptions wanted)
      throws IOException {
    this.association = association;
    this.model = model;
    this.options =
        association
            .acceptance()
            .userInformation()
            .extended(model.find())
            .map(answered -> QueryOptions.ofFind(answered.information()).and(wanted))
            .orElse(QueryOptions.NONE);
    this.invocation = new FindInvocation(association);
  }

  /** What it may ask for. */
  public static List<Offer> offers() {
    return Arrays.stream(InformationModel.values())
        .map(model -> Offer.of(model.find(), Proposal.SYNTAXES, Offer.Role.SCU))
        .toList();
  }

  /**
   * Opens an association.
   *
   * @param callingAeTitle of this side
   * @throws AssociationException where there is none, saying why
   * @throws ContextNotAcceptedException where the peer does not offer queries of the model
   */
  public static QueryScu open(
      Connector connector, String callingAeTitle, AeAddress peer, InformationModel model)
      throws IOException {
    return open(connector, callingAeTitle, peer, model, QueryOptions.NONE);
  }

  /**
   * Opens an association and proposes more than a query usually does.
   *
   * @param callingAeTitle of this side
   * @param wanted what is proposed; {@link #options} tells what the peer does of it
   * @throws AssociationException where there is none, saying why
   * @throws ContextNotAcceptedException where the peer does not offer queries of the model
   */
  public static QueryScu open(
      Connector connector,
      String callingAeTitle,
      AeAddress peer,
      InformationModel model,
      QueryOptions wanted)
      throws IOException {
    Proposal proposal = Proposal.of(model.find()).extended(model.find(), wanted);
    return new QueryScu(proposal.open(connector, callingAeTitle, peer), model, wanted);
  }

  /** What the peer does of what was proposed. */
  public QueryOptions options() {
    return options;
  }

  /**
   * Asks.
   *
   * @param keys matching keys with values, return keys without; the level is added
   * @param taker of each match as it comes; when it says false, the query is cancelled
   * @return the status of the final response, which may be a failure
   * @throws RequestFailedException where the association broke or the peer answered nonsense
   */
  public Status find(QueryLevel level, DataSet keys, Predicate<DataSet> taker) throws IOException {
    return invocation.find(identifier(level, keys), taker);
  }

  /**
   * Asks for so many matches at most.
   *
   * @param keys matching keys with values, return keys without; the level is added
   * @param limit at least 1; when there is more, the query is cancelled
   * @throws RequestFailedException where the association broke or the peer answered nonsense
   */
  public Found find(QueryLevel level, DataSet keys, int limit) throws IOException {
    return invocation.find(identifier(level, keys), limit);
  }

  private DataSet identifier(QueryLevel level, DataSet keys) {
    if (!model.has(level)) {
      throw new IllegalArgumentException(model + " has no level " + level);
    }
    return keys.copy().put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, level.name());
  }

  /** Releases the association if it is open. */
  @Override
  public void close() throws AssociationException {
    association.close();
  }
}
