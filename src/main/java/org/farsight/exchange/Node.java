package org.farsight.exchange;

/**
 * An application entity that can be called.
 *
 * @param aet its AE title
 * @param host name or address
 * @param port TCP port
 */
public record Node(String aet, String host, int port) {
  @Override
  public String toString() {
    return aet + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
