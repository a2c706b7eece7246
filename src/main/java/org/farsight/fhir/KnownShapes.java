package org.farsight.fhir;

import java.util.LinkedHashMap;
import java.util.Map;

/** The shapes that were found right, the most recently seen of them. For use by many threads. */
final class KnownShapes {
  private final Map<String, Boolean> digests;

  /**
   * None yet.
   *
   * @param most how many are kept
   */
  KnownShapes(int most) {
    this.digests =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > most;
          }
        };
  }

  synchronized boolean has(String digest) {
    return digests.get(digest) != null;
  }

  synchronized void add(String digest) {
    digests.put(digest, true);
  }
}
