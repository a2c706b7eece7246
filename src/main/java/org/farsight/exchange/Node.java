package org.farsight.exchange;

/**
 * An application entity that can be called.
 *
 * @param aet its AE title
 * @param host name or address
 * @param port TCP port
 * @param tls how the connection is secured
 */
public record Node(String aet, String host, int port, Target.Tls tls) {

  /** Called over a plain connection. */
  public Node(String aet, String host, int port) {
    this(aet, host, port, Target.Tls.NONE);
  }

  @Override
  public String toString() {
    return aet + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
