package org.farsight.exchange;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Port: what is scheduled, for modalities that ask (PS3.4 annex K). The order book fills it. Safe
 * for use by many threads.
 */
public interface Worklist {

  /** Hands over the steps that may fit, in order of their start; more than fit do no harm. */
  void steps(Selection selection, Visitor visitor) throws IOException;

  /** Nothing is scheduled: the worklist of an engine without an order book. */
  static Worklist empty() {
    return (selection, visitor) -> {};
  }

  /** Takes steps one after the other. */
  interface Visitor {
    /** Takes one; gives whether another one is wanted. */
    boolean visit(ScheduledStep step) throws IOException;
  }

  /**
   * What is asked for. Each part narrows; one that is empty does not.
   *
   * @param site id of the site whose steps may be seen
   * @param stationAet Scheduled Station AE Title, exactly
   * @param modality exactly
   * @param fromDate the earliest start date, {@code YYYYMMDD}
   * @param toDate the latest start date, {@code YYYYMMDD}
   * @param patientId exactly
   * @param accession exactly
   */
  record Selection(
      Optional<String> site,
      Optional<String> stationAet,
      Optional<String> modality,
      Optional<String> fromDate,
      Optional<String> toDate,
      Optional<String> patientId,
      Optional<String> accession) {

    /** Hides the patient's id. */
    @Override
    public String toString() {
      return "Selection[…]";
    }
  }

  /**
   * One scheduled procedure step with its order and patient, PS3.4 table K.6-1. Text that is not
   * known is empty; dates are {@code YYYYMMDD}, times {@code HHMM[SS]}, names as PN writes them.
   */
  record ScheduledStep(String siteId, Step step, Procedure procedure, Patient patient) {
    @Override
    public String toString() {
      return "ScheduledStep[…]";
    }
  }

  /**
   * The step, an item of Scheduled Procedure Step Sequence (0040,0100).
   *
   * @param stationAets Scheduled Station AE Title (0040,0001)
   * @param stationName Scheduled Station Name (0040,0010)
   * @param location Scheduled Procedure Step Location (0040,0011)
   * @param startDate Scheduled Procedure Step Start Date (0040,0002)
   * @param startTime Scheduled Procedure Step Start Time (0040,0003)
   * @param modality (0008,0060)
   * @param performingPhysician Scheduled Performing Physician's Name (0040,0006)
   * @param description Scheduled Procedure Step Description (0040,0007)
   * @param protocol Scheduled Protocol Code Sequence (0040,0008)
   * @param id Scheduled Procedure Step ID (0040,0009)
   * @param status Scheduled Procedure Step Status (0040,0020)
   */
  record Step(
      List<String> stationAets,
      String stationName,
      String location,
      String startDate,
      String startTime,
      String modality,
      String performingPhysician,
      String description,
      List<Code> protocol,
      String id,
      String status) {
    /** Takes copies. */
    public Step {
      stationAets = List.copyOf(stationAets);
      protocol = List.copyOf(protocol);
    }

    @Override
    public String toString() {
      return "Step[…]";
    }
  }

  /**
   * The requested procedure and the order it belongs to.
   *
   * @param study Study Instance UID (0020,000D) that the images shall have
   * @param id Requested Procedure ID (0040,1001)
   * @param description Requested Procedure Description (0032,1060)
   * @param code Requested Procedure Code Sequence (0032,1064)
   * @param priority Requested Procedure Priority (0040,1003)
   * @param accession Accession Number (0008,0050)
   * @param requestingPhysician (0032,1032)
   * @param referringPhysician (0008,0090)
   * @param admission Admission ID (0038,0010)
   * @param location Current Patient Location (0038,0300)
   */
  record Procedure(
      String study,
      String id,
      String description,
      List<Code> code,
      String priority,
      String accession,
      String requestingPhysician,
      String referringPhysician,
      String admission,
      String location) {
    /** Takes a copy. */
    public Procedure {
      code = List.copyOf(code);
    }

    @Override
    public String toString() {
      return "Procedure[…]";
    }
  }

  /**
   * The patient.
   *
   * @param name Patient's Name (0010,0010)
   * @param id Patient ID (0010,0020)
   * @param issuer Issuer of Patient ID (0010,0021)
   * @param birthDate Patient's Birth Date (0010,0030)
   * @param sex Patient's Sex (0010,0040)
   * @param weight Patient's Weight (0010,1030) in kilograms, a decimal string
   * @param state Patient State (0038,0500)
   * @param pregnancy Pregnancy Status (0010,21C0), 1 to 4; 0 where it is not known
   * @param alerts Medical Alerts (0010,2000)
   * @param allergies (0010,2110)
   * @param needs Special Needs (0038,0050)
   */
  record Patient(
      String name,
      String id,
      String issuer,
      String birthDate,
      String sex,
      String weight,
      String state,
      int pregnancy,
      String alerts,
      String allergies,
      String needs) {
    @Override
    public String toString() {
      return "Patient[…]";
    }
  }

  /**
   * A coded entry (PS3.3 §8).
   *
   * @param value Code Value (0008,0100)
   * @param scheme Coding Scheme Designator (0008,0102)
   * @param meaning Code Meaning (0008,0104)
   */
  record Code(String value, String scheme, String meaning) {}
}
