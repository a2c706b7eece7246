package org.farsight.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.farsight.camel.Broker;
import org.farsight.exchange.Site;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;

/**
 * What everything else stands on, and is closed last.
 *
 * @param configuration as the engine was started
 * @param crash where this engine is to die, in a crash test
 * @param parts what is closed with the engine
 * @param meters figures that are counted
 * @param ledger what has happened
 * @param store the bytes
 * @param broker the queues
 */
record Foundation(
    Configuration configuration,
    CrashTest crash,
    Parts parts,
    Meters meters,
    SqlLedger ledger,
    SegmentStore store,
    Broker broker) {

  static Foundation open(Configuration configuration, CrashTest crash, Parts parts)
      throws Exception {
    Configuration.Storage storage = configuration.storage();
    Files.createDirectories(storage.inbox());
    for (Site site : configuration.sites()) {
      Files.createDirectories(storage.inbox().resolve(site.id()));
    }
    Meters meters = parts.closing("meters", crash.meters());
    SqlLedger ledger =
        parts.closing(
            "ledger", SqlLedger.open(crash.of(storage.ledgerOptions().withStore(storage.store()))));
    ListenerPorts.check(configuration);
    SegmentStore store = parts.closing("content store", store(storage, crash, ledger));
    Optional<String> url = configuration.brokerUrlIfAny();
    Broker broker =
        parts.closing("broker", url.isPresent() ? Broker.external(url.get()) : Broker.embedded());
    return new Foundation(configuration, crash, parts, meters, ledger, store, broker);
  }

  private static SegmentStore store(
      Configuration.Storage storage, CrashTest crash, SqlLedger ledger) throws IOException {
    SegmentStore.Options usual = SegmentStore.Options.in(storage.store());
    return SegmentStore.open(
        new SegmentStore.Options(
            usual.folder(),
            usual.small(),
            usual.memory(),
            crash.segment().orElse(usual.segment()),
            storage.reserve(),
            Optional.of(storage.ledger())),
        ledger.committedEnds(),
        crash.killSwitch());
  }

  Path data() {
    return configuration.storage().data();
  }
}
