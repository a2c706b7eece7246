package org.farsight.expectation;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.MppsHandler;
import org.farsight.dicom.service.MppsScp;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.PerformedStep;
import org.farsight.exchange.Site;

/**
 * Keeps modality performed procedure steps in the ledger, as far as they say which objects of which
 * studies are to come. A step belongs to the site that created it. Safe for many threads.
 */
public final class PerformedSteps implements MppsHandler {
  private static final int MOST_OBJECTS = 50_000;
  private static final int MOST_STUDIES = 100;

  /** Referenced Non-Image Composite SOP Instance Sequence. */
  private static final int REFERENCED_NON_IMAGE_COMPOSITE_SOP_INSTANCE_SEQUENCE = 0x0040_0220;

  private final Ledger ledger;
  private final Function<AssociationInfo, Optional<Site>> callers;
  private final Consumer<Collection<String>> announced;
  private final InstantSource clock;

  /**
   * @param callers the site whose device has opened an association
   * @param announced is told the studies of steps that are final
   */
  public PerformedSteps(
      Ledger ledger,
      Function<AssociationInfo, Optional<Site>> callers,
      Consumer<Collection<String>> announced,
      InstantSource clock) {
    this.ledger = ledger;
    this.callers = callers;
    this.announced = announced;
    this.clock = clock;
  }

  @Override
  public Status create(AssociationInfo association, String sopInstance, DataSet step) {
    Optional<Site> site = callers.apply(association);
    if (site.isEmpty()) {
      return Status.NOT_AUTHORIZED.withComment("this AE title belongs to no site");
    }
    Instant now = now();
    PerformedStep created =
        new PerformedStep(
            sopInstance,
            site.get().id(),
            association.callingAeTitle().strip(),
            PerformedStep.Status.IN_PROGRESS,
            accession(step),
            studies(step),
            objects(step),
            now,
            now);
    return tooLarge(created)
        .orElseGet(
            () ->
                ledger.write(
                    tx -> {
                      if (tx.performedSteps().find(sopInstance).isPresent()) {
                        return Status.DUPLICATE_SOP_INSTANCE;
                      }
                      tx.performedSteps().put(created);
                      return Status.SUCCESS;
                    }));
  }

  @Override
  public Status set(AssociationInfo association, String sopInstance, DataSet changes) {
    Optional<Site> site = callers.apply(association);
    if (site.isEmpty()) {
      return Status.NOT_AUTHORIZED.withComment("this AE title belongs to no site");
    }
    String caller = association.callingAeTitle().strip();
    Set<String> complete = new TreeSet<>();
    Status status =
        ledger.write(
            tx -> {
              complete.clear();
              Optional<PerformedStep> known =
                  tx.performedSteps()
                      .find(sopInstance)
                      .filter(step -> step.siteId().equals(site.get().id()));
              if (known.isEmpty()) {
                return Status.NO_SUCH_SOP_INSTANCE;
              }
              if (known.get().status().isFinal()) {
                return MppsScp.NO_LONGER_UPDATED;
              }
              PerformedStep changed = changed(known.get(), caller, changes);
              Optional<Status> objection = tooLarge(changed);
              if (objection.isEmpty()) {
                tx.performedSteps().put(changed);
                if (changed.status().isFinal()) {
                  complete.addAll(changed.studies());
                }
              }
              return objection.orElse(Status.SUCCESS);
            });
    if (!complete.isEmpty()) {
      announced.accept(complete);
    }
    return status;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** What is set replaces what was there, as a whole sequence (PS3.4 §F.7.2.2). */
  private PerformedStep changed(PerformedStep before, String caller, DataSet changes) {
    return new PerformedStep(
        before.sopInstance(),
        before.siteId(),
        caller,
        changes
            .string(Tag.PERFORMED_PROCEDURE_STEP_STATUS)
            .map(PerformedSteps::status)
            .orElse(before.status()),
        before.accession(),
        before.studies(),
        changes.contains(Tag.PERFORMED_SERIES_SEQUENCE) ? objects(changes) : before.objects(),
        before.beganAt(),
        now());
  }

  private static PerformedStep.Status status(String value) {
    return PerformedStep.Status.valueOf(value.replace(' ', '_'));
  }

  private static Optional<Status> tooLarge(PerformedStep step) {
    return step.objects().size() > MOST_OBJECTS || step.studies().size() > MOST_STUDIES
        ? Optional.of(Status.RESOURCE_LIMITATION.withComment("more objects than can be kept"))
        : Optional.empty();
  }

  private static String accession(DataSet step) {
    return step.items(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE).stream()
        .flatMap(item -> item.string(Tag.ACCESSION_NUMBER).stream())
        .findFirst()
        .orElse("");
  }

  private static Set<String> studies(DataSet step) {
    Set<String> studies = new TreeSet<>();
    for (DataSet item : step.items(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)) {
      item.string(Tag.STUDY_INSTANCE_UID).ifPresent(studies::add);
    }
    return studies;
  }

  /** What was made, images and other objects: SOP Instance UID → Series Instance UID. */
  private static Map<String, String> objects(DataSet step) {
    Map<String, String> objects = new HashMap<>();
    for (DataSet series : step.items(Tag.PERFORMED_SERIES_SEQUENCE)) {
      String uid = series.string(Tag.SERIES_INSTANCE_UID).orElse("");
      for (int sequence :
          List.of(
              Tag.REFERENCED_IMAGE_SEQUENCE,
              REFERENCED_NON_IMAGE_COMPOSITE_SOP_INSTANCE_SEQUENCE)) {
        for (DataSet object : series.items(sequence)) {
          object
              .string(Tag.REFERENCED_SOP_INSTANCE_UID)
              .ifPresent(instance -> objects.put(instance, uid));
        }
      }
    }
    return objects;
  }
}
