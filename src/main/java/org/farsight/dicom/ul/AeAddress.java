package org.farsight.dicom.ul;

/**
 * Where an application entity is reached, written {@code AET@host:port}; an IPv6 host in brackets.
 *
 * @param aeTitle 1 to 16 characters
 * @param host name or address
 * @param port 1 to 65535
 */
public record AeAddress(String aeTitle, String host, int port) {
  public AeAddress {
    if (aeTitle.isBlank() || aeTitle.length() > 16 || aeTitle.contains("\\")) {
      throw new IllegalArgumentException("AE title '" + aeTitle + "', not 1 to 16 characters");
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is empty");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + ", not within 1 to 65535");
    }
  }

  /**
   * Reads {@code AET@host:port}.
   *
   * @throws IllegalArgumentException where the text is none
   */
  public static AeAddress parse(String text) {
    int at = text.indexOf('@');
    int colon = text.lastIndexOf(':');
    if (at < 1 || colon < at + 2 || !text.substring(colon + 1).matches("\\d{1,5}")) {
      throw new IllegalArgumentException("'" + text + "' is not AET@host:port");
    }
    String host = text.substring(at + 1, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return new AeAddress(text.substring(0, at), host, Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return aeTitle + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
