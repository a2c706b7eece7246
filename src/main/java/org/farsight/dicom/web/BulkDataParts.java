package org.farsight.dicom.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bulk data of a Store request (PS3.18 §10.5.2) by what BulkDataURIs call them: their
 * Content-Location as it stands or resolved against the request's address (RFC 2557 §5), or their
 * Content-ID as a {@code cid:} (RFC 2392). Several parts of one location are its frames in their
 * order, and so are parts at {@code LOCATION/frames/NUMBER}. Nothing is ever fetched from
 * elsewhere.
 */
final class BulkDataParts {

  private static final Pattern FRAME = Pattern.compile("(.+)/frames/([1-9]\\d{0,8})");

  /** As our own metadata call what lies in frames beside it. */
  private static final String PIXEL_DATA = "/bulkdata/7FE00010";

  /** Characters of all names and types: many parts with long ones must not fill the memory. */
  private static final long MOST_NAMES = 16L << 20;

  /**
   * One part.
   *
   * @param number of it in the request, from 1
   * @param type its media type
   * @param bytes where they lie
   */
  record Part(int number, MediaType type, PartSpool.Range bytes) {}

  private final URI base;
  private final Map<String, List<Part>> parts = new HashMap<>();
  private final Map<String, TreeMap<Integer, Part>> frames = new HashMap<>();
  private final Set<Integer> waiting = new HashSet<>();
  private long names;

  /**
   * Parts of one request.
   *
   * @param base its address
   */
  BulkDataParts(URI base) {
    this.base = base;
  }

  /**
   * Adds a part.
   *
   * @param headers of it, by lower-case name
   * @return false where the names of all parts are longer than is taken
   */
  boolean add(Map<String, String> headers, Part part) {
    waiting.add(part.number());
    names += headers.getOrDefault("content-type", "").length();
    String location = headers.getOrDefault("content-location", "");
    Set<String> keys = new HashSet<>();
    if (!location.isEmpty()) {
      keys.add(location);
      keys.add(resolved(location, base));
    }
    String id = headers.getOrDefault("content-id", "").replaceAll("^<|>$", "");
    if (!id.isEmpty()) {
      keys.add("cid:" + id);
    }
    for (String key : keys) {
      names += key.length();
      parts.computeIfAbsent(key, any -> new ArrayList<>()).add(part);
      Matcher frame = FRAME.matcher(key);
      if (frame.matches()) {
        int number = Integer.parseInt(frame.group(2));
        for (String all : List.of(frame.group(1), frame.group(1) + PIXEL_DATA)) {
          frames.computeIfAbsent(all, any -> new TreeMap<>()).put(number, part);
        }
      }
    }
    return names <= MOST_NAMES;
  }

  /** Where a location is, seen from an address. */
  static String resolved(String location, URI from) {
    try {
      return from.resolve(new URI(location)).normalize().toString();
    } catch (URISyntaxException e) {
      return location; // then it has to be the same text
    }
  }

  /**
   * What a BulkDataURI means.
   *
   * @param from the address of the metadata that name it
   * @return its parts in their order; empty where the request has none, or frames are missing
   */
  List<Part> find(String uri, URI from) {
    for (String key : List.of(uri, name(uri, from))) {
      List<Part> found = parts.getOrDefault(key, List.of());
      if (found.isEmpty()) {
        TreeMap<Integer, Part> numbered = frames.getOrDefault(key, new TreeMap<>());
        boolean all = !numbered.isEmpty() && numbered.lastKey() == numbered.size();
        found = all ? List.copyOf(numbered.values()) : List.of();
      }
      if (!found.isEmpty()) {
        found.forEach(part -> waiting.remove(part.number()));
        return found;
      }
    }
    return List.of();
  }

  private static String name(String uri, URI from) {
    if (!uri.toLowerCase(Locale.ROOT).startsWith("cid:")) {
      return resolved(uri, from);
    }
    String id = uri.substring("cid:".length());
    try {
      // RFC 2392: percent signs escape, a plus is a plus
      return "cid:" + URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return uri;
    }
  }

  /** How many parts no BulkDataURI has meant so far. */
  int unreferred() {
    return waiting.size();
  }
}
