package org.farsight.camel;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/**
 * The queue's broker: embedded without a journal, since a lost bell is rung again by the sweep, or
 * an external Artemis.
 */
public final class Broker implements AutoCloseable {

  /** Where messages go that no consumer could handle. */
  public static final String DEAD = "farsight.dead";

  private final @Nullable EmbeddedActiveMQ embedded;
  private final ActiveMQConnectionFactory plain;
  private final JmsPoolConnectionFactory pool;

  private Broker(@Nullable EmbeddedActiveMQ embedded, String url) {
    this.embedded = embedded;
    this.plain = new ActiveMQConnectionFactory(url);
    this.pool = new JmsPoolConnectionFactory();
    pool.setConnectionFactory(plain);
    pool.setMaxConnections(4);
  }

  /** Starts an embedded broker that only this process can reach. */
  public static Broker embedded() throws Exception {
    int id = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    Configuration configuration =
        new ConfigurationImpl()
            .setName("farsight-" + id)
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setScheduledThreadPoolMaxSize(2)
            .setThreadPoolMaxSize(8)
            .addAcceptorConfiguration("in-vm", "vm://" + id)
            .addAddressSetting(
                "#",
                new AddressSettings()
                    .setAutoCreateAddresses(true)
                    .setAutoCreateQueues(true)
                    .setAutoDeleteQueues(false)
                    .setAutoDeleteAddresses(false)
                    .setDeadLetterAddress(SimpleString.of(DEAD))
                    .setExpiryAddress(SimpleString.of(DEAD))
                    .setMaxDeliveryAttempts(3));
    EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    server.setConfiguration(configuration);
    server.start();
    // A window of 0 leaves messages at the broker until a consumer is free: urgent ones overtake.
    return new Broker(server, "vm://" + id + "?consumerWindowSize=0");
  }

  /**
   * Uses an external Artemis.
   *
   * @param url such as {@code tcp://host:61616}
   */
  public static Broker external(String url) {
    return new Broker(null, url);
  }

  /** Pooled connections for the {@code jms} component and the doorbell. */
  public ConnectionFactory connections() {
    return pool;
  }

  /** Messages that wait in a queue or are being worked on; -1 where an external broker is used. */
  public long waiting(String queueName) {
    if (embedded == null) {
      return -1;
    }
    Queue queue = embedded.getActiveMQServer().locateQueue(SimpleString.of(queueName));
    return queue == null ? 0 : queue.getMessageCount();
  }

  /** Drops every message that waits, as a crash of the broker would. For tests of the sweep. */
  public long dropAll() throws Exception {
    long dropped = 0;
    if (embedded != null) {
      for (Binding binding :
          embedded.getActiveMQServer().getPostOffice().getAllBindings().toList()) {
        if (binding instanceof QueueBinding queue) {
          dropped += queue.getQueue().deleteAllReferences();
        }
      }
    }
    return dropped;
  }

  @Override
  public void close() throws IOException {
    pool.stop();
    plain.close();
    if (embedded != null) {
      try {
        embedded.stop();
      } catch (Exception e) {
        throw new IOException("the broker did not stop well", e);
      }
    }
  }
}
