package org.farsight.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.farsight.camel.BranchLanes;
import org.farsight.camel.InboxFiles;
import org.farsight.camel.MllpPort;
import org.farsight.camel.ReadySslContext;
import org.farsight.camel.Receive;
import org.farsight.camel.ReceiveMessages;
import org.farsight.camel.RunStep;
import org.farsight.camel.Trouble;

/** What routes call, by the names that they use. */
final class RouteBeans {
  /** The names of the beans that a route may call; endpoints name others as options. */
  static final Set<String> NAMES = Set.of("receive", "messages", "step", "branches", "trouble");

  /** So long an empty file of the inbox may yet be written. */
  private static final Duration EMPTY_FOR = Duration.ofMinutes(1);

  private RouteBeans() {}

  static Map<String, Object> of(
      Foundation base, Entrance entrance, Work work, Current current, BranchLanes branches) {
    MllpPort mllp = entrance.mllp();
    Map<String, Object> beans = new HashMap<>();
    beans.put(
        "receive",
        new Receive(
            entrance.intake(), entrance.callers(), current::sites, base.crash().killSwitch()));
    beans.put(
        "messages",
        new ReceiveMessages(
            entrance.intake(),
            current::sites,
            work.reports().ofRis(base.configuration().reading().risFacilities())));
    beans.put("mllpFrames", mllp);
    beans.put("mllpChannels", mllp.channels());
    beans.put("step", new RunStep(entrance.bells(), work.steps()));
    beans.put("branches", branches);
    beans.put("trouble", new Trouble());
    beans.put("inboxFiles", new InboxFiles(EMPTY_FOR));
    beans.put("callers", entrance.callers());
    beans.put("associations", entrance.callers());
    beans.put("dicomServices", DicomServices.of(dicomPorts(base, entrance, current)));
    entrance
        .tlsKeys()
        .ifPresent(keys -> beans.put("dicomTls", new ReadySslContext(keys.context())));
    return beans;
  }

  private static DicomServices.Ports dicomPorts(
      Foundation base, Entrance entrance, Current current) {
    return new DicomServices.Ports(
        base.ledger(),
        base.store(),
        entrance.callers(),
        current::sites,
        current::workstations,
        entrance.connectors()::of,
        base.configuration().dicom().aet(),
        entrance.devices().services());
  }
}
