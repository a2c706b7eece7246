package org.farsight.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.farsight.delivery.EcgObjects;
import org.farsight.delivery.Settlement;
import org.farsight.dicom.service.StoragePool;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.exchange.StepListener;
import org.farsight.exchange.Steps;
import org.farsight.fhir.ConversionOptions;
import org.farsight.fhir.Conversions;
import org.farsight.fhir.Profiles;
import org.farsight.report.ReportPaper;

/**
 * What is done with what has come in: conversion, deliveries, reads and their way back, critical
 * values. From here on something is in force.
 *
 * @param drawings ECGs on their paper
 * @param reports signed ones that are kept
 * @param reading the worklist's cases and who has claimed them
 * @param deliveries one for each target
 * @param criticals see to it that branches are told
 * @param matching of examinations with their orders
 * @param steps do the next thing for an exchange
 */
record Work(
    Drawings drawings,
    KeptReports reports,
    ReadingServices reading,
    Deliveries deliveries,
    CriticalServices criticals,
    MatchServices matching,
    Steps steps) {

  static Work of(Foundation base, Entrance entrance, Current current) throws Exception {
    Configuration configuration = base.configuration();
    CrashTest crash = base.crash();
    Optional<Profiles> profiles =
        crash.unchecked() ? Optional.empty() : Optional.of(profiles(configuration));
    ConversionOptions options = options(configuration, current);
    Drawings drawings =
        new Drawings(
            base.store(),
            options,
            new PdfDrawing(),
            () -> current.get().ecg().policy(),
            base.ledger().interventions()::isRecalled,
            profiles);
    ReportPaper paper = new ReportPaper(drawings.pdf());
    KeptReports reports =
        new KeptReports(base.ledger(), base.store(), entrance.intake(), current::sites, paper);
    ReadingServices reading =
        base.parts()
            .closing(
                "reading",
                new ReadingServices(configuration, base.ledger(), reports, crash.killSwitch()));
    Deliveries deliveries = deliveries(base, entrance, drawings, reading, options);
    current.set(deliveries.inForce(configuration, null));
    CriticalServices criticals =
        base.parts()
            .closing(
                "critical values",
                new CriticalServices(
                    base.ledger(),
                    base.store(),
                    entrance.intake(),
                    current,
                    reading,
                    crash.killSwitch()));
    MatchServices matching =
        MatchServices.of(base.ledger(), configuration.matching(), current::sites);
    Conversions conversions =
        new Conversions(
            base.store(),
            options,
            entrance.formats(),
            profiles,
            base.ledger()::recording,
            () -> current.get().ecg().policy(),
            base.ledger().identities(),
            base.ledger().interventions()::isRecalled,
            matching.search(),
            new KnownExaminations(base.ledger()));
    Steps steps =
        steps(
            base,
            entrance,
            current,
            conversions,
            criticals.telling(reading.telling(base.meters())),
            matching);
    return new Work(drawings, reports, reading, deliveries, criticals, matching, steps);
  }

  private static Steps steps(
      Foundation base,
      Entrance entrance,
      Current current,
      Conversions conversions,
      StepListener listener,
      MatchServices matching) {
    KillingPorts ports = base.crash().ports();
    return new Steps(
        new Steps.Ports(
            base.ledger(),
            ports.over(base.store()),
            ports.over(conversions),
            current::targets,
            current::sites,
            entrance.intake().carriage(),
            entrance.doorbell(),
            entrance.targets().circuits(),
            listener,
            InstantSource.system(),
            matching.matching()),
        base.configuration().study(),
        base.configuration().retries().policy());
  }

  private static Deliveries deliveries(
      Foundation base,
      Entrance entrance,
      Drawings drawings,
      ReadingServices reading,
      ConversionOptions options) {
    CrashTest crash = base.crash();
    return new Deliveries(
        base.store(),
        new EcgObjects(
            crash.ports().sending(base.store()), entrance.formats(), options.maxFileBytes()),
        base.parts().closing("archive associations", new StoragePool(StoragePool.Limits.DEFAULT)),
        entrance.connectors(),
        drawings,
        new Settlement(base.ledger(), base.ledger().identities()),
        reading.reads(),
        ReturnServices.documents(base.store()),
        base.ledger().interventions()::recalled,
        ReturnServices.orders(base.ledger()),
        crash);
  }

  /** The first resource takes seconds: a thread beside the start takes them. */
  private static Profiles profiles(Configuration configuration) throws IOException {
    Profiles profiles = new Profiles(configuration.home().resolve("fhir-profiles"));
    Thread.ofPlatform().name("profiles").daemon().start(profiles::warmUp);
    return profiles;
  }

  private static ConversionOptions options(Configuration configuration, Current current) {
    String version = Work.class.getPackage().getImplementationVersion();
    return new ConversionOptions(
            configuration.wadoUrl(),
            version == null ? "development" : version,
            configuration.department().id(),
            configuration.department().name(),
            configuration.maxInstances())
        .with(examination -> current.get().clocks().allowed(examination));
  }
}
