package org.farsight.web;

import io.vertx.ext.web.Router;

/** {@code GET /session} while there is no sign-in: pages learn that nobody has to sign in. */
public final class NoSignIn {
  private NoSignIn() {}

  /** Adds the handler to the HTTP server. */
  public static void addTo(Router router) {
    Posted.got(
        router.get("/session"),
        (context, none) ->
            Json.answer(context, 200, Json.object().put("signedIn", false).put("auth", "off")));
  }
}
