package org.farsight.exchange;

import java.time.Instant;

/**
 * One line of an exchange's story, append-only. Arrivals have rows of their own and are not told
 * here again.
 *
 * @param at when
 * @param event what
 * @param revision of the exchange it is about
 * @param step {@link Step#CONVERT}, a target's id, or empty
 * @param detail proof or reason, without patient data
 */
public record StoryLine(Instant at, Event event, int revision, String step, String detail) {

  /** What can happen to an exchange. */
  public enum Event {
    /** The same bytes came again: counted and dropped. */
    REPEATED,
    /** An object that contradicts it was kept back. */
    KEPT_BACK,
    /** A person has let an object join it that was kept back. */
    RELEASED,
    /** A person has put an object that was kept back in the place of the one that was known. */
    REPLACED,
    /** A person has decided that an object which was kept back goes nowhere. */
    DISMISSED,
    /** A person has decided that an object which was kept back came from another site. */
    ASSIGNED,
    /** A person has looked into an object that was kept back. */
    OPENED,
    /** A person lets steps try again that were refused. */
    RETRIED,
    /** A person lets steps run again that were done. */
    REPLAYED,
    /** Kept bytes were damaged, and the same bytes came again. */
    HEALED,
    /** A Bundle was made. */
    CONVERTED,
    /** A conversion has something to tell. */
    NOTED,
    /** An ECG in it is one that another exchange has brought before. */
    SAME_RECORDING,
    /** Something does not agree about the patient. */
    CONTRADICTION,
    /** The patient is known under another id too. */
    SAME_PERSON,
    /** It was decided which ids are, or are not, one person's. */
    IDENTITY_DECIDED,
    /** It was sent under the wrong patient: what was written of it counts no more. */
    RECALLED,
    /** A recall was taken back. */
    RECALL_UNDONE,
    /** A value is critical. */
    CRITICAL_VALUE,
    /** The branch is to be told of a critical value, or of more of it, or that it is none. */
    CRITICAL_NOTICE,
    /** The branch was told of a critical value. */
    CRITICAL_TOLD,
    /** A person at the branch has answered a critical value. */
    CRITICAL_ANSWERED,
    /** Whether a value is critical cannot be decided. */
    CRITICAL_UNDECIDED,
    /** A fault of the signal. */
    SIGNAL_FAULT,
    /** It goes back to the branch by rule, because it cannot be read. */
    REJECTED,
    /** It belongs to an order that is known. */
    ORDER_FOUND,
    /** No order is known for it, and one was made. */
    ORDER_MADE,
    /** Which order it belongs to is in doubt: one was made, and a person decides. */
    ORDER_IN_DOUBT,
    /** A person has decided to which order it belongs, or to none. */
    ORDER_DECIDED,
    /** Its order was taken back when it was here already. */
    ORDER_TAKEN_BACK,
    /** Its order, which had been taken back, stands again. */
    ORDER_STANDS_AGAIN,
    /** An examination belongs to this order. */
    EXAMINATION_FOUND,
    /** An examination that belonged to this order belongs to another one, or to none. */
    EXAMINATION_LOST,
    /** A target accepted a revision. */
    DELIVERED,
    /** A step did not work and will be tried again. */
    PARKED,
    /** A step will never work as it is. */
    QUARANTINED,
    /** Somebody has retrieved objects of it. */
    RETRIEVED,
    /** The bytes of its objects were removed by the rule of retention. */
    SWEPT,
    /** An object that was swept has come again, and its bytes were needed. */
    RESTORED,
    /** Taken as complete: as much is here as was announced. */
    COMPLETE_AS_ANNOUNCED,
    /** Taken as complete: the association that brings whole studies has ended. */
    COMPLETE_BY_ASSOCIATION,
    /** Taken as complete: nothing came any more. */
    COMPLETE_BY_QUIET,
    /** Taken as complete: it has waited as long as it may. */
    COMPLETE_BY_WAIT,
    /** A device asks for storage commitment of objects of it. */
    COMMITMENT_REQUESTED,
    /** It is decided which of its objects a device may rely on. */
    COMMITMENT_DECIDED,
    /** The device has taken the report of a storage commitment. */
    COMMITMENT_REPORTED,
    /** The device could not be told; tried again. */
    COMMITMENT_NOT_REPORTED,
    /** The device could not be told for days: given up. */
    COMMITMENT_GIVEN_UP,
    /** Something has become of its reading task, by whomever. */
    READING,
    /** Another program did to its reading task what the state table forbids. */
    READING_CONFLICT,
    /** A signed report of it is at the FHIR server. */
    READ,
    /** One of its branch's ways has accepted a report on it. */
    REPORT_ACCEPTED,
    /** Each required way of its branch has accepted the newest version of its report. */
    RETURNED,
    /** Somebody at the branch has opened a report on it. */
    OPENED_AT_BRANCH
  }
}
