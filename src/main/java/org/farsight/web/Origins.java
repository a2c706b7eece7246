package org.farsight.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Under which address the engine is seen, and from where it is asked.
 *
 * @param own address under which people see it, where that is not its own
 * @param proxies addresses of proxies whose word about their clients counts
 */
public record Origins(Optional<URI> own, Set<String> proxies) {
  static final String COOKIE = "farsight";

  /** Only sent over TLS, and only to the host that set it (RFC 6265bis §4.1.3.2). */
  static final String SECURE_COOKIE = "__Host-farsight";

  /** Takes a copy. */
  public Origins {
    proxies = Set.copyOf(proxies);
  }

  /** Where a request comes from: a proxy of ours says for whom it asks. */
  String client(HttpServerRequest request) {
    String direct = request.remoteAddress().hostAddress();
    String forwarded = request.getHeader("X-Forwarded-For");
    if (forwarded == null || !proxies.contains(direct)) {
      return direct;
    }
    // each proxy adds at the end: the last that is no proxy of ours is whom we know
    String[] chain = forwarded.split(",");
    for (int i = chain.length - 1; i >= 0; i--) {
      String address = chain[i].strip();
      if (!proxies.contains(address)) {
        return address.matches("[0-9A-Fa-f.:]{2,45}") ? address : direct;
      }
    }
    return direct;
  }

  /** Whether the browser speaks TLS with us or with a proxy of ours. */
  boolean isSecure(HttpServerRequest request) {
    return own.map(uri -> "https".equals(uri.getScheme())).orElse(request.isSSL())
        || proxies.contains(request.remoteAddress().hostAddress())
            && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
  }

  /**
   * Whether a page of ours asks: browsers say so in {@code Sec-Fetch-Site} or {@code Origin}, which
   * no page can write itself. One that says neither is not believed.
   */
  boolean isOwnPage(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return false;
    }
    try {
      String authority = URI.create(origin).getAuthority();
      String seen = own.map(URI::getAuthority).orElse(String.valueOf(request.authority()));
      return authority != null && authority.equalsIgnoreCase(seen);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The cookie of a session. */
  Cookie cookie(HttpServerRequest request, String session) {
    boolean secure = isSecure(request);
    return Cookie.cookie(secure ? SECURE_COOKIE : COOKIE, session)
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.STRICT)
        .setPath("/");
  }

  /** A page of ours, or the first one where another is named. */
  static String ownPage(Optional<String> wanted) {
    return wanted
        .filter(page -> page.matches("/[A-Za-z0-9._~!$&'()*+,;=:@%?/-]*"))
        .filter(page -> !page.startsWith("//"))
        .filter(page -> Arrays.stream(page.split("/")).noneMatch(".."::equals))
        .orElse("/");
  }
}
