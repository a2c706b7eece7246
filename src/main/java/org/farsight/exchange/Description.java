package org.farsight.exchange;

/**
 * What an object says of its patient, study, series and itself besides the ids: what queries ask
 * for (PS3.4 §C.6, PS3.18 §10.6). Text is decoded and without padding; what the object does not
 * say, or says in a form that its VR does not allow, is empty, or 0. Holds a person, so {@code
 * toString} says nothing.
 */
public record Description(Patient patient, Study study, Series series, Instance instance) {

  /** Nothing is said. */
  public static final Description NONE =
      new Description(Patient.NONE, Study.NONE, Series.NONE, Instance.NONE);

  /** Hides the person. */
  @Override
  public String toString() {
    return "Description[…]";
  }

  /**
   * The patient.
   *
   * @param name Patient's Name (0010,0010) in up to three groups, as PN writes them
   * @param birthDate Patient's Birth Date (0010,0030), {@code YYYYMMDD}
   * @param sex Patient's Sex (0010,0040)
   */
  public record Patient(String name, String birthDate, String sex) {
    /** Nothing is said. */
    public static final Patient NONE = new Patient("", "", "");

    /** The same, its gaps filled by another. */
    public Patient or(Patient other) {
      return new Patient(
          filled(name, other.name), filled(birthDate, other.birthDate), filled(sex, other.sex));
    }

    /** Hides the person. */
    @Override
    public String toString() {
      return "Patient[…]";
    }
  }

  /**
   * The study.
   *
   * @param date Study Date (0008,0020), {@code YYYYMMDD}
   * @param time Study Time (0008,0030), {@code HH[MM[SS[.F…]]]}
   * @param description Study Description (0008,1030)
   * @param id Study ID (0020,0010)
   * @param referringPhysician Referring Physician's Name (0008,0090), as PN writes it
   */
  public record Study(
      String date, String time, String description, String id, String referringPhysician) {
    /** Nothing is said. */
    public static final Study NONE = new Study("", "", "", "", "");

    /** The same, its gaps filled by another. */
    public Study or(Study other) {
      return new Study(
          filled(date, other.date),
          filled(time, other.time),
          filled(description, other.description),
          filled(id, other.id),
          filled(referringPhysician, other.referringPhysician));
    }

    /** Hides the persons. */
    @Override
    public String toString() {
      return "Study[…]";
    }
  }

  /**
   * The series.
   *
   * @param number Series Number (0020,0011)
   * @param description Series Description (0008,103E)
   * @param bodyPart Body Part Examined (0018,0015)
   * @param laterality (0020,0060)
   * @param station Station Name (0008,1010)
   * @param date Series Date (0008,0021), {@code YYYYMMDD}
   * @param time Series Time (0008,0031)
   * @param performedDate Performed Procedure Step Start Date (0040,0244), {@code YYYYMMDD}
   * @param performedTime Performed Procedure Step Start Time (0040,0245)
   * @param requestedProcedure Requested Procedure ID (0040,1001) of the first item of Request
   *     Attributes Sequence (0040,0275)
   * @param scheduledStep Scheduled Procedure Step ID (0040,0009) of the same item
   */
  public record Series(
      String number,
      String description,
      String bodyPart,
      String laterality,
      String station,
      String date,
      String time,
      String performedDate,
      String performedTime,
      String requestedProcedure,
      String scheduledStep) {
    /** Nothing is said. */
    public static final Series NONE = new Series("", "", "", "", "", "", "", "", "", "", "");

    /** The same, its gaps filled by another. */
    public Series or(Series other) {
      return new Series(
          filled(number, other.number),
          filled(description, other.description),
          filled(bodyPart, other.bodyPart),
          filled(laterality, other.laterality),
          filled(station, other.station),
          filled(date, other.date),
          filled(time, other.time),
          filled(performedDate, other.performedDate),
          filled(performedTime, other.performedTime),
          filled(requestedProcedure, other.requestedProcedure),
          filled(scheduledStep, other.scheduledStep));
    }

    /** Says no description: people write names into them. */
    @Override
    public String toString() {
      return "Series[…]";
    }
  }

  /**
   * The object itself.
   *
   * @param number Instance Number (0020,0013)
   * @param rows (0028,0010); 0 where it is no image
   * @param columns (0028,0011); 0 where it is no image
   * @param bitsAllocated (0028,0100); 0 where it is no image
   * @param frames Number of Frames (0028,0008); 0 where it is not said
   */
  public record Instance(String number, int rows, int columns, int bitsAllocated, int frames) {
    /** Nothing is said. */
    public static final Instance NONE = new Instance("", 0, 0, 0, 0);
  }

  private static String filled(String value, String other) {
    return value.isEmpty() ? other : value;
  }
}
