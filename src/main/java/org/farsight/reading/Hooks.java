package org.farsight.reading;

import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelComponent;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the FHIR server has our Subscriptions (R4, rest-hook without a payload: nothing
 * of a patient is sent): a server that was away or was set up anew, or one that has given one up
 * after too many failures, is asked again. Where there are none, polling does without.
 */
final class Hooks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Hooks.class);

  private static final List<String> TYPES = List.of("Task", "DiagnosticReport");
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMinutes(10);

  private final ReadingServer server;
  private final ReadingOptions.Hook hook;
  private final Duration again;
  private final Duration look;
  private final Map<String, String> said = new HashMap<>();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("subscriptions").daemon().factory());

  Hooks(ReadingServer server, ReadingOptions.Hook hook) {
    this(server, hook, AGAIN, LOOK);
  }

  /**
   * @param again how soon it is asked again where the server does not have all, twice as late each
   *     time
   * @param look how often what it has is looked at
   */
  Hooks(ReadingServer server, ReadingOptions.Hook hook, Duration again, Duration look) {
    this.server = server;
    this.hook = hook;
    this.again = again;
    this.look = look;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Begins to ask. */
  void start() {
    thread.execute(() -> ask(again));
  }

  /**
   * Asks where it is needed, and looks again later.
   *
   * @param wait if the server does not have all of them now
   */
  private void ask(Duration wait) {
    boolean all = true;
    for (String type : TYPES) {
      Optional<String> trouble = asked(type);
      say(type, trouble);
      all &= trouble.isEmpty();
    }
    Duration next = all || wait.compareTo(look) > 0 ? look : wait;
    Duration after = all ? again : next.multipliedBy(2);
    var unused = thread.schedule(() -> ask(after), next.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What is wrong; empty: the server has it. */
  private Optional<String> asked(String type) {
    String id = "farsight-" + type.toLowerCase(Locale.ROOT);
    try {
      Subscription wanted = subscription(id, type + "?");
      if (server.read(Subscription.class, "Subscription/" + id).filter(wanted(wanted)).isEmpty()) {
        server.put(wanted);
      }
      return Optional.empty();
    } catch (FhirClientConnectionException e) {
      return Optional.of("no answer");
    } catch (BaseServerResponseException e) {
      return Optional.of("HTTP " + e.getStatusCode());
    } catch (IOException e) {
      return Optional.of("reading.subscription-token-file cannot be read");
    } catch (RuntimeException e) {
      return Optional.of(e.getClass().getName());
    }
  }

  private static Predicate<Subscription> wanted(Subscription wanted) {
    SubscriptionChannelComponent channel = wanted.getChannel();
    return there ->
        (there.getStatus() == SubscriptionStatus.REQUESTED
                || there.getStatus() == SubscriptionStatus.ACTIVE)
            && wanted.getCriteria().equals(there.getCriteria())
            && channel.getType() == there.getChannel().getType()
            && channel.getEndpoint().equals(there.getChannel().getEndpoint())
            && headers(channel).equals(headers(there.getChannel()));
  }

  private static List<String> headers(SubscriptionChannelComponent channel) {
    return channel.getHeader().stream().map(StringType::getValue).toList();
  }

  private Subscription subscription(String id, String criteria) throws IOException {
    Subscription subscription = new Subscription();
    subscription.setId(id);
    subscription.setStatus(SubscriptionStatus.REQUESTED);
    subscription.setReason("The reading room reads what has changed when it is told.");
    subscription.setCriteria(criteria);
    SubscriptionChannelComponent channel = subscription.getChannel();
    channel.setType(SubscriptionChannelType.RESTHOOK).setEndpoint(hook.address());
    if (hook.tokenFile().isPresent()) {
      String token = Files.readString(hook.tokenFile().get()).strip();
      channel.addHeader("Authorization: Bearer " + token);
    }
    return subscription;
  }

  /** Each change of what is so, once. */
  private void say(String type, Optional<String> trouble) {
    String now = trouble.orElse("");
    if (now.equals(said.put(type, now))) {
      return;
    }
    if (trouble.isEmpty()) {
      log.info("the FHIR server tells us of each {}", type);
    } else {
      log.warn("the FHIR server does not take a Subscription on {}: {}", type, now);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
