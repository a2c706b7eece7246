package org.farsight.delivery;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.Identity;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Target;
import org.farsight.fhir.RecalledBundle;
import org.farsight.fhir.SignedReads;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/**
 * Sends the stored Bundle to a FHIR server as one transaction. Sending it again changes nothing:
 * each entry is conditional or has an id of its own. Where an earlier try may have come through,
 * the server is asked first (see {@link EarlierTry}). Where the reading task was there already, it
 * is told what came later (see {@link TaskAmendment}) and moved where its order is another one (see
 * {@link ServerOrders}); a patient that was there is completed (see {@link PatientAmendment}), an
 * order that was there is changed to what it says now (see {@link OrderAmendment}). A read goes by
 * rules of its own (see {@link ReportDelivery}). Safe for use by many threads.
 */
public final class FhirDelivery implements Delivery {

  private final Target.FhirServer target;
  private final ContentStore store;
  private final FhirOptions options;
  private final KillSwitch killSwitch;
  private final FhirContext context = FhirContext.forR4Cached();
  private final Function<String, IGenericClient> clients;
  private final Optional<Settlement> settlement;
  private final SignedReads reads;

  /** A delivery to one server; nothing is sent before {@link #deliver}. */
  public FhirDelivery(Target.FhirServer target, ContentStore store, FhirOptions options) {
    this(target, store, options, KillSwitch.OFF);
  }

  /**
   * As {@link #FhirDelivery(Target.FhirServer, ContentStore, FhirOptions)}, telling of the places
   * that it comes to.
   */
  public FhirDelivery(
      Target.FhirServer target, ContentStore store, FhirOptions options, KillSwitch killSwitch) {
    this(target, store, options, killSwitch, Optional.empty());
  }

  /**
   * The same, settling what was decided about a patient whenever something of them has arrived.
   *
   * @param settlement empty: nothing is ever decided
   */
  public FhirDelivery(
      Target.FhirServer target,
      ContentStore store,
      FhirOptions options,
      KillSwitch killSwitch,
      Optional<Settlement> settlement) {
    this(target, store, options, killSwitch, settlement, SignedReads.NONE);
  }

  private FhirDelivery(
      Target.FhirServer target,
      ContentStore store,
      FhirOptions options,
      KillSwitch killSwitch,
      Optional<Settlement> settlement,
      SignedReads reads) {
    this.reads = reads;
    this.settlement = settlement;
    this.killSwitch = killSwitch;
    this.target = target;
    this.store = store;
    this.options = options;
    this.clients = clients(context, options);
  }

  /**
   * As {@link #FhirDelivery(Target.FhirServer, ContentStore, FhirOptions)} with the usual times.
   */
  public FhirDelivery(Target.FhirServer target, ContentStore store) {
    this(target, store, FhirOptions.DEFAULT);
  }

  /** Makes clients that wait as long as these options say. */
  static Function<String, IGenericClient> clients(FhirContext context, FhirOptions options) {
    ApacheRestfulClientFactory clients = new ApacheRestfulClientFactory(context);
    clients.setConnectTimeout((int) options.connect().toMillis());
    clients.setSocketTimeout((int) options.answer().toMillis());
    clients.setConnectionRequestTimeout((int) options.answer().toMillis());
    clients.setServerValidationMode(ServerValidationModeEnum.NEVER);
    Patience patience = new Patience(clients);
    return url -> {
      IGenericClient client = clients.newGenericClient(url);
      client.registerInterceptor(patience);
      return client;
    };
  }

  @Override
  public DeliveryOutcome deliver(Work work) {
    Content content = work.bundle();
    if (content == null) {
      throw new IllegalStateException("a FHIR server was to be given an exchange without a Bundle");
    }
    return transaction(work, read(content));
  }

  /** The same, telling somebody of each read that the server has taken. */
  public FhirDelivery telling(SignedReads somebody) {
    return new FhirDelivery(target, store, options, killSwitch, settlement, somebody);
  }

  @Override
  public Optional<Delivery> ofPatients() {
    return settlement.map(
        one -> new PatientDelivery(target, one, options, () -> client(new RetryAfter())));
  }

  private IGenericClient client(RetryAfter retryAfter) {
    IGenericClient client = clients.apply(target.url());
    client.setEncoding(EncodingEnum.JSON);
    client.registerInterceptor(retryAfter);
    client.registerInterceptor(new Passages(killSwitch));
    return client;
  }

  /** Sends another transaction about the same work. */
  DeliveryOutcome transaction(Work work, byte[] bundle) {
    RetryAfter retryAfter = new RetryAfter();
    SentBundle sent = parsed(bundle);
    try {
      IGenericClient client = client(retryAfter);
      if (work.exchange().kind() == Kind.REPORT) {
        DeliveryOutcome read =
            new ReportDelivery(context, target, client, reads).deliver(sent.text());
        if (read instanceof DeliveryOutcome.Accepted) {
          killSwitch.pass(KillPoint.REPORT_WRITTEN);
        }
        return read;
      }
      DeliveryOutcome outcome = send(work, sent, client);
      return outcome instanceof DeliveryOutcome.Accepted accepted
          ? settled(work, sent, client, accepted)
          : outcome;
    } catch (FhirClientConnectionException e) {
      return NoFhirAnswer.outcome(e, target.url(), options);
    } catch (DataFormatException e) {
      return doubtful("the answer of " + target.url() + " cannot be read as FHIR");
    } catch (BaseServerResponseException e) {
      return Refusal.outcome(e, sent, retryAfter);
    }
  }

  /** Whether the examination was sent under the wrong patient. */
  private static boolean isRecalled(SentBundle sent) {
    JsonNode task = sent.resource(sent.task());
    JsonNode reason = task.path("statusReason").path("coding").path(0).path("code");
    return task.path("status").asText().equals("cancelled")
        && reason.asText().equals(RecalledBundle.WRONG_PATIENT);
  }

  /** What was written may belong to another patient by now, or tie two together. */
  private DeliveryOutcome settled(
      Work work, SentBundle sent, IGenericClient client, DeliveryOutcome.Accepted accepted) {
    Optional<Identity.Key> key = sent.patientKey();
    if (settlement.isEmpty() || key.isEmpty()) {
      return accepted;
    }
    Settlement.Extent extent =
        isRegistration(work) ? Settlement.Extent.DECISION : Settlement.Extent.ARRIVAL;
    return switch (settlement.get().settle(target.id(), client, key.get(), extent)) {
      case Settlement.Outcome.Settled settled ->
          settled.proof().isEmpty()
              ? accepted
              : new DeliveryOutcome.Accepted(accepted.proof() + "; " + settled.proof());
      case Settlement.Outcome.NotYet not -> new DeliveryOutcome.Retry(null, not.why());
    };
  }

  /** Whether the patient's own registration speaks. */
  private static boolean isRegistration(Work work) {
    return work.exchange().kind() == Kind.PATIENT;
  }

  private DeliveryOutcome send(Work work, SentBundle sent, IGenericClient client) {
    if (work.triedBefore()) {
      Optional<DeliveryOutcome.Accepted> there = EarlierTry.find(client, sent, work);
      if (there.isPresent()) {
        return withPatient(work, client, sent, there.get().proof());
      }
    }
    for (String search : sent.outside()) {
      if (!isThere(client, search)) {
        return new DeliveryOutcome.Retry(
            null, "what it belongs to, written by another exchange, is not at the server yet");
      }
    }
    if (!new ServerOrders(client, context, sent).adopt()) {
      return overtaken("order");
    }
    Optional<SentOrder> order = SentOrder.of(context, client, sent, work);
    if (order.isPresent() && !order.get().adopt()) {
      return overtaken("order");
    }
    String answer = client.transaction().withBundle(sent.text()).execute();
    List<BundleEntryComponent> answers =
        context.newJsonParser().parseResource(Bundle.class, answer).getEntry();
    if (answers.size() != sent.size()) {
      return doubtful("the server answered " + answers.size() + " of " + sent.size() + " entries");
    }
    return order.isPresent()
        ? amended(work, client, sent, answers, order.get())
        : told(work, client, sent, answers);
  }

  /** The reading task may have been there before: it is told what has come. */
  private DeliveryOutcome told(
      Work work, IGenericClient client, SentBundle sent, List<BundleEntryComponent> answers) {
    IdType examination = location(answers, sent.examination());
    IdType task = location(answers, sent.task());
    if (task.hasIdPart() && !created(answers.get(sent.task()))) {
      Optional<Reference> department =
          sent.taskOwner().map(named -> at(named, location(answers, sent.owner())));
      boolean recalled = isRecalled(sent);
      TaskOrder order =
          recalled ? TaskOrder.NONE : TaskOrder.of(sent, location(answers, sent.order()));
      boolean told =
          new TaskAmendment(client, task, department, order).tell(work, examination, recalled);
      if (!told) {
        return overtaken("reading task");
      }
      new ServerOrders(client, context, sent).retire(location(answers, sent.order()));
    }
    return accepted(work, client, sent, answers, proof(examination, task));
  }

  /** The order may have been there before: what it owns is changed. */
  private DeliveryOutcome amended(
      Work work,
      IGenericClient client,
      SentBundle sent,
      List<BundleEntryComponent> answers,
      SentOrder order) {
    BundleEntryComponent answer = answers.get(sent.order());
    return order.amend(created(answer))
        ? accepted(work, client, sent, answers, order.proof(location(answers, sent.order())))
        : overtaken("order");
  }

  private static DeliveryOutcome overtaken(String what) {
    return new DeliveryOutcome.Retry(
        null, "the " + what + " is being changed by others all the time");
  }

  private DeliveryOutcome accepted(
      Work work,
      IGenericClient client,
      SentBundle sent,
      List<BundleEntryComponent> answers,
      String proof) {
    int patient = sent.patient();
    return patient < 0 || created(answers.get(patient))
        ? new DeliveryOutcome.Accepted(proof)
        : withPatient(work, client, sent, proof);
  }

  /** A patient that was there before may lack what this exchange knows of the same person. */
  private DeliveryOutcome withPatient(
      Work work, IGenericClient client, SentBundle sent, String proof) {
    Optional<String> search = sent.patientSearch();
    if (search.isEmpty()) {
      return new DeliveryOutcome.Accepted(proof);
    }
    Patient ours =
        context
            .newJsonParser()
            .parseResource(Patient.class, sent.resource(sent.patient()).toString());
    Optional<List<String>> differences =
        new PatientAmendment(client, search.get(), ours, isRegistration(work)).complete();
    if (differences.isEmpty()) {
      return overtaken("patient");
    }
    return new DeliveryOutcome.Accepted(
        differences.get().isEmpty()
            ? proof
            : proof
                + "; the patient there differs and was left as it is: "
                + String.join(", ", differences.get()));
  }

  private static DeliveryOutcome doubtful(String why) {
    return new DeliveryOutcome.Retry(null, why, DeliveryOutcome.Cause.EITHER);
  }

  private static boolean isThere(IGenericClient client, String search) {
    return client
        .search()
        .byUrl(search)
        .count(1)
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .hasEntry();
  }

  private byte[] read(Content content) {
    try {
      return store.read(content, options.maxBundleBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SentBundle parsed(byte[] bundle) {
    try {
      return SentBundle.read(bundle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IdType location(List<BundleEntryComponent> answers, int place) {
    if (place < 0 || !answers.get(place).getResponse().hasLocation()) {
      return new IdType();
    }
    return new IdType(answers.get(place).getResponse().getLocation());
  }

  /** What the Bundle says of a resource, at the place that the server has given it. */
  private static Reference at(JsonNode named, IdType place) {
    Reference reference = new Reference(place.toUnqualifiedVersionless());
    JsonNode key = named.path("identifier");
    if (key.has("system") && key.has("value")) {
      reference.setIdentifier(
          new Identifier()
              .setSystem(key.path("system").asText())
              .setValue(key.path("value").asText()));
    }
    return named.has("display") ? reference.setDisplay(named.path("display").asText()) : reference;
  }

  private static boolean created(BundleEntryComponent answer) {
    return answer.getResponse().hasStatus() && answer.getResponse().getStatus().startsWith("201");
  }

  private static String proof(IdType examination, IdType task) {
    String what = examination.toUnqualified().getValue();
    String whose = task.toUnqualifiedVersionless().getValue();
    return (what == null ? "transaction accepted" : what) + (whose == null ? "" : ", " + whose);
  }

  /** The innermost cause, which says "Connection refused" or "Read timed out". */
  static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String words = cause.getMessage();
    return words == null ? cause.getClass().getSimpleName() : words;
  }
}
