package org.farsight.camel.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.DimseService;
import org.farsight.dicom.service.Matches;
import org.farsight.dicom.service.MppsHandler;
import org.farsight.dicom.service.MppsScp;
import org.farsight.dicom.service.QueryHandler;
import org.farsight.dicom.service.QueryRequest;
import org.farsight.dicom.service.QueryScp;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.WorklistHandler;
import org.farsight.dicom.service.WorklistScp;
import org.farsight.dicom.ul.AssociationInfo;

/**
 * Hands requests other than C-STORE to the route: the identifier or the attributes are the body,
 * and what the route leaves as the body are the matches of a query.
 */
final class RoutedRequests implements QueryHandler, WorklistHandler, MppsHandler {

  private final DicomConsumer consumer;

  RoutedRequests(DicomConsumer consumer) {
    this.consumer = consumer;
  }

  /**
   * The providers of the operations named.
   *
   * @param operations separated by commas
   * @throws IllegalArgumentException for a word that is none
   */
  List<DimseService> services(String operations) {
    List<DimseService> services = new ArrayList<>();
    for (String operation : operations.split(",", -1)) {
      services.add(
          switch (operation.strip()) {
            case "store" -> new StorageScp(consumer::store);
            case "find" -> new QueryScp(this);
            case "worklist" -> new WorklistScp(this);
            case "mpps" -> new MppsScp(this);
            default ->
                throw new IllegalArgumentException(
                    "operations=" + operations + "; there are store, find, worklist, mpps");
          });
    }
    return services;
  }

  @Override
  public Status find(QueryRequest request, Matches matches) throws IOException {
    return ask(
        DicomOperation.find,
        request.association(),
        request,
        request.identifier(),
        Map.of(DicomHeaders.QUERY_LEVEL, request.level()),
        matches);
  }

  @Override
  public Status find(AssociationInfo association, DataSet identifier, Matches matches)
      throws IOException {
    return ask(DicomOperation.worklist, association, association, identifier, Map.of(), matches);
  }

  @Override
  public Status create(AssociationInfo association, String sopInstance, DataSet step)
      throws IOException {
    return step(DicomOperation.mppsCreate, association, sopInstance, step);
  }

  @Override
  public Status set(AssociationInfo association, String sopInstance, DataSet changes)
      throws IOException {
    return step(DicomOperation.mppsSet, association, sopInstance, changes);
  }

  private Status step(
      DicomOperation operation, AssociationInfo association, String sopInstance, DataSet body)
      throws IOException {
    return ask(
        operation,
        association,
        association,
        body,
        Map.of(DicomHeaders.SOP_INSTANCE_UID, sopInstance),
        match -> true);
  }

  private Status ask(
      DicomOperation operation,
      AssociationInfo association,
      Object request,
      DataSet body,
      Map<String, Object> more,
      Matches matches)
      throws IOException {
    if (consumer.isSuspendingOrSuspended()) {
      return Status.OUT_OF_RESOURCES.withComment("suspended");
    }
    Exchange exchange = consumer.createExchange(false);
    try {
      RequestHeaders.put(exchange.getIn(), operation, association, request);
      exchange.getIn().setBody(body);
      more.forEach(exchange.getIn()::setHeader);
      consumer.getProcessor().process(exchange);
      Status status = consumer.answer(exchange);
      boolean query = operation == DicomOperation.find || operation == DicomOperation.worklist;
      if (query && status.done()) {
        answer(exchange, body, matches);
      }
      return status;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the route failed", e);
    } finally {
      consumer.releaseExchange(exchange, false);
    }
  }

  /** The reply is a data set or several; a body that is still the identifier is no match. */
  private static void answer(Exchange exchange, DataSet identifier, Matches matches)
      throws Exception {
    Object body = exchange.getMessage().getBody();
    if (body == null || body == identifier) {
      return;
    }
    Iterator<?> found =
        switch (body) {
          case DataSet one -> List.of(one).iterator();
          case Iterable<?> several -> several.iterator();
          case Iterator<?> several -> several;
          default ->
              throw new IllegalArgumentException(
                  "a query is answered by data sets, not by " + body.getClass().getName());
        };
    try {
      boolean goOn = true;
      while (goOn && found.hasNext()) {
        goOn = matches.match((DataSet) found.next());
      }
    } finally {
      if (found instanceof AutoCloseable closing) {
        closing.close();
      }
    }
  }
}
