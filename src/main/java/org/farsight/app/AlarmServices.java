package org.farsight.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.farsight.alarm.AlarmDesk;
import org.farsight.alarm.AlarmListener;
import org.farsight.alarm.AlarmRules;
import org.farsight.alarm.CertificateEnd;
import org.farsight.alarm.Channel;
import org.farsight.alarm.DiskSpace;
import org.farsight.alarm.Mail;
import org.farsight.alarm.Webhook;
import org.farsight.dicom.ul.TlsKeys;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Circuits;
import org.farsight.exchange.Target;
import org.farsight.exchange.Targets;
import org.farsight.ledger.SqlLedger;
import org.farsight.web.AlarmHandlers;
import org.farsight.web.BalanceHandlers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What looks after the engine and tells people: alarms, balances, exports. */
final class AlarmServices implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AlarmServices.class);

  /** Most sites of this engine are there; each site's own times are in its own zone. */
  private static final ZoneId ZONE = ZoneId.of("+08:00");

  private final SqlLedger ledger;
  private final Supplier<InForce> inForce;
  private final AlarmDesk desk;
  private final InstantSource clock = InstantSource.system();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private volatile AlarmSettings settings;

  /**
   * @param inForce what a reload changes
   * @param circuits which targets are called
   * @param keys of DICOM over TLS, if there are any
   */
  AlarmServices(
      Configuration configuration,
      SqlLedger ledger,
      Supplier<InForce> inForce,
      Circuits circuits,
      Optional<TlsKeys> keys,
      MeterRegistry meters)
      throws IOException {
    this.ledger = ledger;
    this.inForce = inForce;
    settings = configuration.alarms();
    Configuration.Storage storage = configuration.storage();
    Supplier<AlarmRules> rules = () -> settings.rules();
    desk =
        new AlarmDesk(
            new AlarmDesk.Ports(
                ledger,
                ledger.alarms(),
                new Told(meters),
                clock,
                configuration.dicom().aet(),
                ZONE),
            rules,
            new AlarmDesk.Watched(
                ledger.figures(),
                () -> inForce.get().sites(),
                () -> targets(inForce.get().targets()),
                circuits::statuses,
                () -> disks(storage),
                keys.map(AlarmServices::certificates).orElse(List.of()),
                ledger.cases(),
                ledger.criticals()));
    desk.tellOver(channels(settings));
  }

  private static List<Target> targets(Targets targets) {
    return targets.central();
  }

  /** Begins to look, and shows what is found. */
  void start(Router router) {
    new AlarmHandlers(ledger, ledger.alarms(), clock).addTo(router);
    new BalanceHandlers(
            ledger.balances(),
            () -> inForce.get().sites(),
            () -> targets(inForce.get().targets()),
            clock)
        .addTo(router);
    desk.start();
  }

  /** Puts the settings of another configuration in force; says what has changed. */
  List<String> reload(Configuration next) {
    AlarmSettings before = settings;
    AlarmSettings after = next.alarms();
    if (before.equals(after)) {
      return List.of();
    }
    try {
      List<Channel> channels = channels(after);
      settings = after;
      desk.tellOver(channels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("alarms changed");
  }

  private List<Channel> channels(AlarmSettings from) throws IOException {
    List<Channel> channels = new ArrayList<>();
    for (Webhook.Address address : from.webhooks()) {
      channels.add(new Webhook(address, client, clock));
    }
    if (from.mail().isPresent()) {
      AlarmSettings.MailBox box = from.mail().get();
      Optional<SSLContext> trusted =
          box.trusted().isPresent()
              ? Optional.of(TlsSettings.keys(null, null, box.trusted().get()).context())
              : Optional.empty();
      channels.add(new Mail(box.address(), trusted));
    }
    return channels;
  }

  /** Where bytes and rows are kept; once where both are on one disk. */
  private static List<DiskSpace> disks(Configuration.Storage storage) {
    Map<FileStore, DiskSpace> disks = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Path> place :
          List.of(Map.entry("store", storage.store()), Map.entry("ledger", storage.ledger()))) {
        FileStore disk = Files.getFileStore(place.getValue());
        disks.putIfAbsent(
            disk,
            new DiskSpace(
                place.getKey(), disk.getUsableSpace(), Math.max(1, disk.getTotalSpace())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(disks.values());
  }

  private static List<CertificateEnd> certificates(TlsKeys keys) {
    List<CertificateEnd> all = new ArrayList<>();
    keys.own().ifPresent(own -> all.add(end("dicom.tls.keystore", own)));
    keys.trusted().forEach(trusted -> all.add(end("dicom.tls.trusted", trusted)));
    return all.stream().distinct().toList();
  }

  /** Named by file and subject, and by serial number, since a successor has the same subject. */
  private static CertificateEnd end(String file, X509Certificate certificate) {
    return new CertificateEnd(
        file
            + " "
            + certificate.getSubjectX500Principal().getName()
            + " #"
            + certificate.getSerialNumber().toString(16),
        certificate.getNotAfter().toInstant());
  }

  @Override
  public void close() {
    desk.close();
    client.shutdownNow();
  }

  /** What Prometheus and the log are told. */
  private static final class Told implements AlarmListener {
    private final MeterRegistry meters;
    private final MultiGauge each;
    private final Map<Alarm.Kind, AtomicLong> byKind = new EnumMap<>(Alarm.Kind.class);
    private final AtomicLong unacknowledged = new AtomicLong();

    Told(MeterRegistry meters) {
      this.meters = meters;
      this.each =
          MultiGauge.builder("farsight.alarm")
              .description("1 for each open alarm, by kind and subject")
              .register(meters);
      for (Alarm.Kind kind : Alarm.Kind.values()) {
        AtomicLong count = new AtomicLong();
        byKind.put(kind, count);
        Gauge.builder("farsight.alarms.open", count, AtomicLong::doubleValue)
            .description("Open alarms, by kind")
            .tags("kind", kind.name())
            .register(meters);
      }
      Gauge.builder("farsight.alarms.unacknowledged", unacknowledged, AtomicLong::doubleValue)
          .description("Open alarms that nobody looks after")
          .register(meters);
    }

    @Override
    public void open(List<Alarm> open) {
      byKind.forEach(
          (kind, count) ->
              count.set(open.stream().filter(alarm -> alarm.cause().kind() == kind).count()));
      unacknowledged.set(open.stream().filter(a -> a.acknowledgement().isEmpty()).count());
      List<MultiGauge.Row<?>> rows = new ArrayList<>();
      for (Alarm alarm : open) {
        Alarm.Cause cause = alarm.cause();
        rows.add(
            MultiGauge.Row.of(Tags.of("kind", cause.kind().name(), "subject", cause.subject()), 1));
      }
      each.register(rows, true);
    }

    @Override
    public void raised(Alarm alarm) {
      log.warn("alarm {}: {}", alarm.id(), alarm.words().en());
    }

    @Override
    public void ended(Alarm alarm) {
      log.info("alarm {} is over: {}", alarm.id(), alarm.words().en());
    }

    @Override
    public void told(String channel) {
      count(channel, "told");
    }

    @Override
    public void notTold(String channel, String why, boolean givenUp) {
      count(channel, givenUp ? "given up" : "failed");
      log.warn(
          "an alarm was not told over {}{}: {}", channel, givenUp ? " and is given up" : "", why);
    }

    private void count(String channel, String outcome) {
      Counter.builder("farsight.alarms.notices")
          .description("Messages about alarms, by channel and outcome")
          .tags("channel", channel, "outcome", outcome)
          .register(meters)
          .increment();
    }

    @Override
    public void unexpected(String what, Throwable cause) {
      StackTraceElement[] places = cause.getStackTrace();
      log.error(
          "{} failed unexpectedly: {} at {}",
          what,
          cause.getClass().getName(),
          places.length == 0 ? "?" : places[0]);
    }
  }
}
