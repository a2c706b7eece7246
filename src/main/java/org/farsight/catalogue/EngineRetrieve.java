package org.farsight.catalogue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.Retrieval;
import org.farsight.dicom.service.RetrieveHandler;
import org.farsight.dicom.service.RetrieveRequest;
import org.farsight.dicom.service.StoredObject;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Caller;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Catalogue.Selection;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Node;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Site;
import org.farsight.exchange.Workstations;

/**
 * C-MOVE and C-GET of what is kept, PS3.4 §C.4.2 and §C.4.3, in the order of arrival. Objects are
 * sent as they came. Each study's story tells who asked for it.
 */
public final class EngineRetrieve implements RetrieveHandler {
  private static final int MOST_OBJECTS = 100_000;

  private final Catalogue catalogue;
  private final ContentStore store;
  private final Function<AssociationInfo, Optional<Caller>> callers;
  private final Supplier<Workstations> workstations;
  private final Supplier<List<Site>> sites;
  private final Function<Node, Connector> connectors;
  private final RetrievalStory story;

  /**
   * @param callers knows who asks
   * @param workstations in force now, which a reload may change
   * @param sites in force now, which a reload may change
   * @param connectors open the associations with destinations
   * @param story is told of each retrieval
   */
  public EngineRetrieve(
      Catalogue catalogue,
      ContentStore store,
      Function<AssociationInfo, Optional<Caller>> callers,
      Supplier<Workstations> workstations,
      Supplier<List<Site>> sites,
      Function<Node, Connector> connectors,
      RetrievalStory story) {
    this.catalogue = catalogue;
    this.store = store;
    this.callers = callers;
    this.workstations = workstations;
    this.sites = sites;
    this.connectors = connectors;
    this.story = story;
  }

  @Override
  public boolean relational() {
    return true;
  }

  @Override
  public Retrieval select(RetrieveRequest request) throws IOException {
    Optional<Caller> caller = callers.apply(request.association());
    if (caller.isEmpty()) {
      return new Retrieval.Refused(
          Status.NOT_AUTHORIZED.withComment("nobody here knows this caller"));
    }
    Selection selection;
    try {
      Keys keys = Keys.of(request.identifier(), Keys.Options.DEFAULT);
      if (!request.relational()) {
        EngineQuery.demandUpperKeys(request.model(), request.level(), keys);
      }
      selection = selection(request.level(), keys, caller.get());
    } catch (KeyException e) {
      return new Retrieval.Refused(EngineQuery.refusal(e));
    }
    List<StoredObject> objects = new ArrayList<>();
    Map<String, Integer> exchanges = new LinkedHashMap<>();
    catalogue.instances(
        selection,
        entry -> {
          objects.add(object(entry.arrival()));
          exchanges.merge(entry.arrival().exchangeId(), 1, Integer::sum);
          return objects.size() <= MOST_OBJECTS;
        });
    if (objects.size() > MOST_OBJECTS) {
      return new Retrieval.Refused(
          Status.UNABLE_TO_CALCULATE_MATCHES.withComment("more than " + MOST_OBJECTS + " objects"));
    }
    String way = request.destination().map(to -> "C-MOVE to " + to).orElse("C-GET");
    story.retrieved(exchanges, way + " by " + request.association().callingAeTitle().strip());
    return new Retrieval.Objects(objects);
  }

  private static Selection selection(QueryLevel level, Keys keys, Caller caller)
      throws KeyException {
    Set<String> wanted = keys.exactly(level.uniqueKey());
    if (wanted.isEmpty()) {
      throw new KeyException(level.uniqueKey(), "needs a value at this level");
    }
    Optional<String> any = Optional.empty();
    boolean series = level == QueryLevel.SERIES || level == QueryLevel.IMAGE;
    if (level == QueryLevel.PATIENT && wanted.size() > 1) {
      throw new KeyException(Tag.PATIENT_ID, "has several values");
    }
    return new Selection(
        caller.scope(),
        level == QueryLevel.PATIENT ? Set.of() : keys.exactly(Tag.STUDY_INSTANCE_UID),
        series ? keys.exactly(Tag.SERIES_INSTANCE_UID) : Set.of(),
        level == QueryLevel.IMAGE ? keys.exactly(Tag.SOP_INSTANCE_UID) : Set.of(),
        keys.exactlyOne(Tag.PATIENT_ID),
        any,
        any,
        any,
        any);
  }

  private StoredObject object(Arrival arrival) {
    ObjectFacts facts = arrival.facts();
    return new StoredObject(
        facts.sopClass(),
        facts.sopInstance(),
        facts.transferSyntax(),
        arrival.content().length(),
        () -> store.open(arrival.content()));
  }

  @Override
  public Optional<Destination> destination(AssociationInfo association, String aeTitle) {
    return callers
        .apply(association)
        .flatMap(caller -> workstations.get().destination(caller, aeTitle.strip(), sites.get()))
        .map(
            node ->
                new Destination(
                    new AeAddress(node.aet(), node.host(), node.port()), connectors.apply(node)));
  }
}
