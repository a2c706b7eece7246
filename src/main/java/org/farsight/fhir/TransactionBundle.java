package org.farsight.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;

/**
 * One transaction under construction. Each resource comes in by the rule of its owner; no two
 * entries have the same match URL (a server may drop one of them in silence), so a resource that is
 * in already is answered with its reference. The same content gives the same bytes.
 */
final class TransactionBundle {

  private final Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
  private final Map<String, Reference> byMatch = new LinkedHashMap<>();
  private final Map<String, byte[]> contents = new LinkedHashMap<>();
  private final String source;

  /**
   * Starts an empty transaction.
   *
   * @param source the exchange id that each resource tells as {@code meta.source}
   */
  TransactionBundle(String source) {
    this.source = source;
  }

  /** A resource that is ours alone: written over whatever we wrote before (conditional update). */
  Reference own(Resource resource, Identifier key) {
    String match = match(resource, key);
    Reference known = byMatch.get(match);
    if (known != null) {
      return known.copy();
    }
    var entry = add(resource, match);
    entry.getRequest().setMethod(HTTPVerb.PUT).setUrl(match);
    return reference(match);
  }

  /** A shared resource: created if nobody has it, else left as it is. */
  Reference share(Resource resource, Identifier key) {
    return share(resource, match(resource, key));
  }

  /** As {@link #share(Resource, Identifier)}, by a search of its own. */
  Reference share(Resource resource, String match) {
    Reference known = byMatch.get(match);
    if (known != null) {
      return known.copy();
    }
    var entry = add(resource, match);
    entry
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl(resource.fhirType())
        .setIfNoneExist(match.substring(match.indexOf('?') + 1));
    return reference(match);
  }

  /** A resource without an identifier, under an id that follows from its content. */
  Reference place(Resource resource, String id) {
    String url = resource.fhirType() + "/" + id;
    Reference known = byMatch.get(url);
    if (known != null) {
      return known.copy();
    }
    resource.setId(id);
    var entry = add(resource, url);
    entry.getRequest().setMethod(HTTPVerb.PUT).setUrl(url);
    return reference(url);
  }

  /**
   * Bytes as a Binary under the digest of its content. They stand beside the Bundle until its JSON
   * is written ({@link BundleJson}): in the resource there is the digest.
   *
   * @param id SHA-256 of the bytes, in hex
   */
  Reference place(String contentType, byte[] bytes, String id) {
    Binary binary = new Binary();
    binary.getMeta().addProfile(Identifiers.PROFILE_BINARY);
    binary.setContentType(contentType);
    binary.setData(BundleJson.standIn(id));
    contents.putIfAbsent(id, bytes);
    return place(binary, id);
  }

  /** References to all that is in so far, in order. */
  List<Reference> references() {
    List<Reference> all = new ArrayList<>();
    byMatch.values().forEach(reference -> all.add(reference.copy()));
    return all;
  }

  /** What the order and the study in it say in words of what was done. */
  String words() {
    StringBuilder words = new StringBuilder();
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getResource() instanceof ServiceRequest order && order.getCode().hasText()) {
        words.append(order.getCode().getText()).append('\n');
      } else if (entry.getResource() instanceof ImagingStudy study && study.hasDescription()) {
        words.append(study.getDescription()).append('\n');
      }
    }
    return words.toString();
  }

  /** The Bundle as it stands, with a digest in place of the bytes of each {@link Binary}. */
  Bundle bundle() {
    return bundle;
  }

  /** FHIR JSON in UTF-8. */
  byte[] toJson(FhirContext context) {
    return new BundleJson(context).write(bundle, contents);
  }

  /** A search for one business identifier, escaped for FHIR (R4 §3.1.1.4.0.1) and for a URL. */
  static String match(Resource resource, Identifier key) {
    return resource.fhirType() + "?identifier=" + token(key);
  }

  /** {@code system|value} of a search for a token. */
  static String token(Identifier key) {
    return Identifiers.encoded(escaped(key.getSystem()) + "|" + escaped(key.getValue()));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace(",", "\\,").replace("$", "\\$");
  }

  private Bundle.BundleEntryComponent add(Resource resource, String match) {
    resource.getMeta().setSource(source);
    // name-based, so that a replay writes the same bytes
    UUID uuid = UUID.nameUUIDFromBytes(match.getBytes(StandardCharsets.UTF_8));
    byMatch.put(match, new Reference("urn:uuid:" + uuid));
    return bundle.addEntry().setFullUrl("urn:uuid:" + uuid).setResource(resource);
  }

  private Reference reference(String match) {
    Reference reference = byMatch.get(match);
    if (reference == null) {
      throw new IllegalStateException("not in this transaction: " + match.indexOf('?'));
    }
    return reference.copy();
  }
}
