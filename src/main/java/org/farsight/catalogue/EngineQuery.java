package org.farsight.catalogue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.InformationModel;
import org.farsight.dicom.service.Matches;
import org.farsight.dicom.service.QueryHandler;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryOptions;
import org.farsight.dicom.service.QueryRequest;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.exchange.Caller;
import org.farsight.exchange.Catalogue;

/**
 * C-FIND over what is kept, PS3.4 §C.4.1. Queries are hierarchical (§C.4.1.2.1), where relational
 * ones (§C.4.1.2.2) were not negotiated: the unique keys of the levels above must have a value,
 * which may be a list. All keys of the levels are supported that {@link Attributes} knows; matching
 * by any of them.
 */
public final class EngineQuery implements QueryHandler {
  private final Finder finder;
  private final Function<AssociationInfo, Optional<Caller>> callers;
  private final String ourAet;

  /**
   * @param callers knows who asks
   * @param ourAet Retrieve AE Title (0008,0054): where what is found may be retrieved from
   */
  public EngineQuery(
      Catalogue catalogue, Function<AssociationInfo, Optional<Caller>> callers, String ourAet) {
    this.finder = new Finder(catalogue);
    this.callers = callers;
    this.ourAet = ourAet;
  }

  @Override
  public QueryOptions options() {
    return new QueryOptions(true, true, true);
  }

  @Override
  public Status find(QueryRequest request, Matches matches) throws IOException {
    Optional<Caller> caller = callers.apply(request.association());
    if (caller.isEmpty()) {
      return Status.NOT_AUTHORIZED.withComment("nobody here knows this caller");
    }
    try {
      QueryOptions options = request.options();
      Keys keys =
          Keys.of(
              request.identifier(),
              new Keys.Options(options.combinedDateTime(), options.fuzzyNames()));
      if (!options.relational()) {
        demandUpperKeys(request.model(), request.level(), keys);
      }
      Answers answers = new Answers(request.identifier());
      finder.find(
          new Finder.Search(
              level(request.level()), keys, options.relational(), caller.get().scope()),
          found -> {
            found.put(Tag.RETRIEVE_AE_TITLE, VR.AE, ourAet);
            return matches.match(answers.encode(found));
          });
      return Status.SUCCESS;
    } catch (KeyException e) {
      return refusal(e);
    }
  }

  static Status refusal(KeyException e) {
    return Status.IDENTIFIER_DOES_NOT_MATCH_SOP_CLASS
        .withComment(String.valueOf(e.getMessage()))
        .withOffendingElements(List.of(e.tag()));
  }

  static Level level(QueryLevel level) {
    return switch (level) {
      case PATIENT -> Level.PATIENT;
      case STUDY -> Level.STUDY;
      case SERIES -> Level.SERIES;
      case IMAGE -> Level.INSTANCE;
    };
  }

  /** The unique keys above the level: without them a query could ask for everything there is. */
  static void demandUpperKeys(InformationModel model, QueryLevel level, Keys keys)
      throws KeyException {
    for (QueryLevel upper : QueryLevel.values()) {
      if (upper.compareTo(level) < 0
          && model.has(upper)
          && keys.exactly(upper.uniqueKey()).isEmpty()) {
        throw new KeyException(upper.uniqueKey(), "needs a value at this level");
      }
    }
  }
}
