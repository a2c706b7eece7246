package org.farsight.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.Resource;

/** A FHIR server read type by type and page by page, by plain searches. */
final class ServerPages implements AutoCloseable {

  /** An ECG takes half a megabyte, a study of 5,000 instances more than one. */
  private static final int PAGE = 20;

  private static final int LONGEST_ANSWER = 256 << 20;

  private final String base;
  private final FhirContext context = R4.context();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * Some resources.
   *
   * @param entries each with its resource
   * @param next where the following ones are; empty behind the last
   */
  record Page(List<BundleEntryComponent> entries, Optional<String> next) {}

  ServerPages(String base) {
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  /** The types that the server says it has, in order. */
  List<String> types() throws IOException, InterruptedException {
    return get(CapabilityStatement.class, base + "/metadata").getRest().stream()
        .map(CapabilityStatementRestComponent::getResource)
        .flatMap(List::stream)
        .map(CapabilityStatementRestResourceComponent::getType)
        .filter(this::isRead)
        .sorted()
        .toList();
  }

  /** Operations and parameters stand among the types of some servers and hold nothing. */
  private boolean isRead(String type) {
    return type != null
        && !type.equals("OperationDefinition")
        && !type.equals("Parameters")
        && context.getResourceTypes().contains(type);
  }

  /** How many there are of a type. */
  int count(String type) throws IOException, InterruptedException {
    return get(Bundle.class, base + "/" + type + "?_summary=count").getTotal();
  }

  /** The first of a type. What files hold is not asked for: they may be long. */
  Page first(String type) throws IOException, InterruptedException {
    String elements = type.equals("Binary") ? "&_elements=meta,contentType" : "";
    return page(base + "/" + type + "?_count=" + PAGE + elements);
  }

  /** Those behind a page. */
  Page next(String link) throws IOException, InterruptedException {
    return page(link);
  }

  private Page page(String url) throws IOException, InterruptedException {
    Bundle bundle = get(Bundle.class, url);
    String next = bundle.getLink("next") == null ? null : bundle.getLink("next").getUrl();
    if (next != null) {
      URI here = URI.create(base);
      URI there = here.resolve(next);
      if (!String.valueOf(there.getAuthority()).equals(here.getAuthority())) {
        throw new IOException("the next page is on another server, " + there.getAuthority());
      }
      if (there.toString().equals(url)) {
        throw new IOException("the next page is the same page");
      }
      next = there.toString();
    }
    return new Page(bundle.getEntry(), Optional.ofNullable(next));
  }

  private <T extends Resource> T get(Class<T> type, String url)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Accept", "application/fhir+json")
            .header("Cache-Control", "no-cache")
            .timeout(Duration.ofSeconds(120))
            .GET()
            .build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    String where = url.replaceFirst("\\?.*", "");
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(LONGEST_ANSWER + 1);
      if (response.statusCode() != 200) {
        throw new IOException("the server answers " + response.statusCode() + " to " + where);
      }
      if (bytes.length > LONGEST_ANSWER) {
        throw new IOException("an answer longer than 256 MB to " + where);
      }
      IBaseResource read =
          context.newJsonParser().parseResource(new String(bytes, StandardCharsets.UTF_8));
      if (!type.isInstance(read)) {
        throw new IOException("the server answers a " + read.fhirType() + " to " + where);
      }
      return type.cast(read);
    } catch (DataFormatException e) {
      throw new IOException("the answer to " + where + " cannot be read as FHIR", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
