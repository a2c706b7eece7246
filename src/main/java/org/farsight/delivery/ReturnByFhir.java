package org.farsight.delivery;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.function.Function;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.hl7.fhir.r4.model.Bundle;

/**
 * Sends a transaction to the branch's own FHIR server. Each entry is conditional, so that one that
 * is sent again leaves nothing twice and nobody need be asked first.
 */
final class ReturnByFhir implements ReturnDelivery.Carrier {
  private final BranchWay.Fhir way;
  private final FhirOptions options;
  private final FhirContext context = FhirContext.forR4Cached();
  private final Function<String, IGenericClient> clients;

  ReturnByFhir(BranchWay.Fhir way, FhirOptions options) {
    this.way = way;
    this.options = options;
    this.clients = FhirDelivery.clients(context, options);
  }

  @Override
  public DeliveryOutcome report(Work work, Document.Read read) throws IOException {
    return send(BranchBundle.of(work, read));
  }

  @Override
  public DeliveryOutcome critical(Work work, Document.Told told) throws IOException {
    return send(BranchBundle.of(work, told));
  }

  private DeliveryOutcome send(Bundle bundle) throws IOException {
    String text = context.newJsonParser().encodeResourceToString(bundle);
    SentBundle sent = SentBundle.read(text.getBytes(StandardCharsets.UTF_8));
    RetryAfter retryAfter = new RetryAfter();
    IGenericClient client = clients.apply(way.url());
    client.setEncoding(EncodingEnum.JSON);
    client.registerInterceptor(retryAfter);
    if (way.tokenFile().isPresent()) {
      try {
        // read each time: a token that is replaced counts at once
        String token = Files.readString(way.tokenFile().get()).strip();
        client.registerInterceptor(new BearerTokenAuthInterceptor(token));
      } catch (IOException e) {
        return new DeliveryOutcome.Retry(
            null, "the token file of " + way.id() + " cannot be read", Cause.TARGET);
      }
    }
    try {
      String answer = client.transaction().withBundle(text).execute();
      Bundle answers = context.newJsonParser().parseResource(Bundle.class, answer);
      if (answers.getEntry().size() != sent.size()) {
        return doubtful(
            "answered " + answers.getEntry().size() + " of " + sent.size() + " entries");
      }
      Bundle.BundleEntryResponseComponent last =
          answers.getEntry().get(sent.size() - 1).getResponse();
      return new DeliveryOutcome.Accepted(
          last.hasLocation() ? last.getLocation() : "transaction accepted");
    } catch (FhirClientConnectionException e) {
      return NoFhirAnswer.outcome(e, way.url(), options);
    } catch (DataFormatException e) {
      return doubtful("its answer cannot be read as FHIR");
    } catch (BaseServerResponseException e) {
      return Refusal.outcome(e, sent, retryAfter);
    }
  }

  private DeliveryOutcome doubtful(String why) {
    return new DeliveryOutcome.Retry(null, way.url() + ": " + why, Cause.EITHER);
  }
}
