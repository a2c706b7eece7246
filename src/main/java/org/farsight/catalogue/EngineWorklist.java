package org.farsight.catalogue;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.Matches;
import org.farsight.dicom.service.WorklistHandler;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.exchange.Caller;
import org.farsight.exchange.Worklist;

/**
 * C-FIND of the modality worklist, PS3.4 annex K: a site's device sees what is scheduled at its own
 * site, a workstation all. All keys of table K.6-1 that {@link WorklistAttributes} knows can be
 * matched by.
 */
public final class EngineWorklist implements WorklistHandler {
  private final Worklist worklist;
  private final Function<AssociationInfo, Optional<Caller>> callers;

  /**
   * @param callers knows who asks
   */
  public EngineWorklist(Worklist worklist, Function<AssociationInfo, Optional<Caller>> callers) {
    this.worklist = worklist;
    this.callers = callers;
  }

  @Override
  public Status find(AssociationInfo association, DataSet identifier, Matches matches)
      throws IOException {
    Optional<Caller> caller = callers.apply(association);
    if (caller.isEmpty()) {
      return Status.NOT_AUTHORIZED.withComment("nobody here knows this caller");
    }
    try {
      Keys keys = Keys.of(identifier, Keys.Options.WORKLIST);
      Answers answers = new Answers(identifier);
      worklist.steps(
          selection(keys, caller.get()),
          step -> {
            DataSet found = WorklistAttributes.of(step);
            return !caller.get().scope().map(step.siteId()::equals).orElse(true)
                || !keys.match(found)
                || matches.match(answers.encode(keys.project(found)));
          });
      return Status.SUCCESS;
    } catch (KeyException e) {
      return EngineQuery.refusal(e);
    }
  }

  private static Worklist.Selection selection(Keys keys, Caller caller) {
    Optional<Keys> step = keys.items(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    Optional<LocalDate> from = step.flatMap(k -> k.first(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE));
    Optional<LocalDate> to = step.flatMap(k -> k.last(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE));
    return new Worklist.Selection(
        caller.scope(),
        step.flatMap(k -> k.exactlyOne(Tag.SCHEDULED_STATION_AE_TITLE)),
        step.flatMap(k -> k.exactlyOne(Tag.MODALITY)),
        from.map(DateTimeFormatter.BASIC_ISO_DATE::format),
        to.map(DateTimeFormatter.BASIC_ISO_DATE::format),
        keys.exactlyOne(Tag.PATIENT_ID),
        keys.exactlyOne(Tag.ACCESSION_NUMBER));
  }
}
