package org.farsight.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading room's pages (src/main/web), as the build left them among the classes: {@code /},
 * {@code /reading/{case}}, {@code /unanswered}, {@code /branch}, {@code /examination/{exchange}}
 * and, for browsers, {@code /verify/{case}/{version}} give the one page, {@code /assets/…} its
 * pieces, whose names carry a digest of their content and are kept by browsers for good. Where the
 * build had no Node.js there are none, and {@code /} says how to make them.
 */
public final class PageHandlers {
  private static final Logger log = LoggerFactory.getLogger(PageHandlers.class);

  /** Neither folders nor anything that begins with a dot. */
  private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}");

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "wasm", "application/wasm");

  /**
   * Everything comes from here: nothing is fetched from elsewhere and nobody frames the page. The
   * image viewer's codecs are WebAssembly, its work runs in workers, and it sets the style of its
   * labels by an attribute. A signed report is shown in a frame of its own.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr"
          + " 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
          + " worker-src 'self' blob:; frame-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final ClassLoader classes;
  private final String folder;

  /** The pages that the build made. */
  public PageHandlers() {
    this(PageHandlers.class.getClassLoader(), "org/farsight/web/pages/");
  }

  /**
   * The pages of a folder.
   *
   * @param classes where it is looked for
   * @param folder with a slash at its end
   */
  PageHandlers(ClassLoader classes, String folder) {
    this.classes = classes;
    this.folder = folder;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    router.get("/").blockingHandler(this::page, false);
    router.get("/reading/:case").blockingHandler(this::page, false);
    router.get("/unanswered").blockingHandler(this::page, false);
    router.get("/branch").blockingHandler(this::page, false);
    router.get("/examination/:exchange").blockingHandler(this::page, false);
    // the same address answers programs in JSON
    router.get("/verify/:case/:version").order(-1).blockingHandler(this::verification, false);
    router.get("/assets/:file").blockingHandler(this::asset, false);
  }

  private void verification(RoutingContext context) {
    String accepted = context.request().getHeader("Accept");
    context.response().putHeader("Vary", "Accept");
    if (accepted == null || !accepted.contains("text/html")) {
      context.next();
      return;
    }
    page(context);
  }

  private void page(RoutingContext context) {
    HttpServerResponse response = context.response();
    response
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("Cache-Control", "no-cache");
    try {
      Optional<byte[]> page = read("index.html");
      if (page.isPresent()) {
        guard(response).putHeader("ETag", tag(page.get()));
        if (tag(page.get()).equals(context.request().getHeader("If-None-Match"))) {
          var unused = response.setStatusCode(304).end();
        } else {
          var unused = response.end(Buffer.buffer(page.get()));
        }
      } else {
        byte[] words = resource("org/farsight/web/no-pages.html").orElseThrow();
        var unused = guard(response).setStatusCode(503).end(Buffer.buffer(words));
      }
    } catch (IOException e) {
      broken(context, e);
    }
  }

  private void asset(RoutingContext context) {
    String file = context.pathParam("file");
    String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    if (!ASSET.matcher(file).matches() || type == null) {
      Json.problem(context, 404, "not found", "there is no such piece of the pages");
      return;
    }
    HttpServerResponse response = context.response();
    try {
      Optional<byte[]> packed =
          takesGzip(context) ? read("assets/" + file + ".gz") : Optional.empty();
      Optional<byte[]> bytes = packed.isPresent() ? packed : read("assets/" + file);
      if (bytes.isEmpty()) {
        Json.problem(context, 404, "not found", "there is no such piece of the pages");
        return;
      }
      packed.ifPresent(unused -> response.putHeader("Content-Encoding", "gzip"));
      guard(response)
          .putHeader("Content-Type", type)
          .putHeader("Vary", "Accept-Encoding")
          .putHeader("Cache-Control", "public, max-age=31536000, immutable");
      var unused = response.end(Buffer.buffer(bytes.get()));
    } catch (IOException e) {
      broken(context, e);
    }
  }

  private static HttpServerResponse guard(HttpServerResponse response) {
    return response
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin");
  }

  private static boolean takesGzip(RoutingContext context) {
    String accepted = context.request().getHeader("Accept-Encoding");
    return accepted != null
        && Pattern.compile("\\bgzip\\b(?!;q=0(\\.0*)?\\s*(,|$))").matcher(accepted).find();
  }

  private static void broken(RoutingContext context, IOException e) {
    log.error("a piece of the pages cannot be read: {}", e.toString());
    Json.problem(context, 500, "not readable", "a piece of the pages could not be read");
  }

  private Optional<byte[]> read(String name) throws IOException {
    return resource(folder + name);
  }

  private Optional<byte[]> resource(String name) throws IOException {
    try (InputStream in = classes.getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    }
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
