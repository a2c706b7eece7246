package org.farsight.camel;

import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * Keys that were read and checked with the configuration, in the form in which Camel's endpoints
 * take them.
 */
public final class ReadySslContext extends SSLContextParameters {

  private final SSLContext context;

  /** Hands out this one. */
  public ReadySslContext(SSLContext context) {
    this.context = context;
  }

  @Override
  public SSLContext createSSLContext(CamelContext camelContext) {
    return context;
  }
}
