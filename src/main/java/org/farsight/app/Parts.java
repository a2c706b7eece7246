package org.farsight.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services that are closed with the engine, the last opened first. One thread uses it. */
final class Parts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Parts.class);

  private final Deque<Part> open = new ArrayDeque<>();

  private record Part(String name, AutoCloseable service) {}

  /** Closes a service with the engine, before all that were opened earlier. */
  <T extends AutoCloseable> T closing(String name, T service) {
    open.push(new Part(name, service));
    return service;
  }

  /** One that does not close well keeps none of the others open. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      Part part = open.pop();
      try {
        part.service().close();
      } catch (Exception e) {
        log.error("{} did not close well", part.name(), e);
      }
    }
  }
}
