package org.farsight.app;

import java.util.Optional;
import org.farsight.camel.Bells;
import org.farsight.camel.Callers;
import org.farsight.camel.MllpPort;
import org.farsight.delivery.ArchiveConnector;
import org.farsight.dicom.ul.TlsKeys;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Doorbell;
import org.farsight.intake.Intake;

/** How things come in, from whom, and who is woken by them. */
final class Entrance {
  private final Foundation base;
  private final Current current;
  private final TargetWatch targets;
  private final Bells bells;
  private final Doorbell doorbell;
  private final EcgFormats formats = EcgFormats.standard();
  private final Optional<TlsKeys> tlsKeys;
  private final ArchiveConnector connectors;
  private final DeviceServices devices;
  private final Intake.Options rules;
  private final Intake intake;
  private final Callers callers;
  private final MllpPort mllp;

  Entrance(Foundation base, Current current) throws Exception {
    this.base = base;
    this.current = current;
    Configuration configuration = base.configuration();
    targets =
        new TargetWatch(
            current::targets, configuration.retries().circuits(), base.meters().registry());
    bells =
        base.parts()
            .closing(
                "bells",
                new Bells(
                    base.broker().connections(),
                    base.ledger(),
                    base.broker()::waiting,
                    () -> current.get().steps(),
                    targets.circuits()));
    doorbell = base.crash().ports().over(bells);
    tlsKeys = configuration.dicom().tlsKeys();
    connectors = configuration.dicom().archives(tlsKeys);
    devices = base.parts().closing("device services", deviceServices());
    rules =
        Intake.Options.of(configuration.study(), formats.readers())
            .telling(devices::joined)
            .taking(OrderServices.READERS);
    intake =
        base.parts()
            .closing(
                "intake", new Intake(base.ledger(), base.store(), doorbell, base.meters(), rules));
    callers =
        new Callers(
            current::sites,
            current::workstations,
            aet -> current.get().isArchive(aet),
            intake::associationClosed);
    mllp = new MllpPort(configuration.mllp().limits());
  }

  private DeviceServices deviceServices() {
    return new DeviceServices(
        base.ledger(),
        bells,
        base.meters(),
        new DeviceServices.InForce(
            current::sites, current::targets, site -> current.get().commitment().mode(site)),
        archive -> connectors.of(archive),
        device -> connectors.of(device),
        association -> callers.site(association),
        base.configuration().commitment().patience(),
        base.crash().killSwitch());
  }

  /** Which targets answer. */
  TargetWatch targets() {
    return targets;
  }

  /** Wake the steps of what has come in. */
  Bells bells() {
    return bells;
  }

  /** The bells, for those who only ring. */
  Doorbell doorbell() {
    return doorbell;
  }

  /** Of ECGs that are known by their bytes. */
  EcgFormats formats() {
    return formats;
  }

  /** This engine's, where DICOM is spoken over TLS. */
  Optional<TlsKeys> tlsKeys() {
    return tlsKeys;
  }

  /** Call archives and devices, as secured as each is. */
  ArchiveConnector connectors() {
    return connectors;
  }

  /** Answers what devices ask beside storing. */
  DeviceServices devices() {
    return devices;
  }

  /** What is taken at the door. */
  Intake.Options rules() {
    return rules;
  }

  /** The door. */
  Intake intake() {
    return intake;
  }

  /** Associations that are open. */
  Callers callers() {
    return callers;
  }

  /** For HL7 v2. */
  MllpPort mllp() {
    return mllp;
  }
}
