package org.farsight.web;

import io.vertx.ext.web.Router;

/**
 * Lets the body of {@code POST /ecg} through as bytes. Many clients call any body a form by
 * default, and a form would be parsed and lost before the route sees it.
 */
public final class EcgUploads {

  /** Adds the handler in front of the route's own. */
  public void addTo(Router router) {
    router
        .post("/ecg")
        .order(-1000)
        .handler(
            context -> {
              context.request().headers().set("Content-Type", "application/octet-stream");
              context.next();
            });
  }
}
