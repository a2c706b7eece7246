package org.farsight.exchange;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Port: turns what arrived into one FHIR transaction Bundle. */
public interface Conversion {

  /**
   * Converts the exchange as it stands.
   *
   * @param exchange at the revision to convert
   * @param site where it came from
   * @param arrivals all of them, in order of revision
   */
  Outcome convert(Exchange exchange, Site site, List<Arrival> arrivals);

  /**
   * Something found in the content.
   *
   * @param event what kind of finding
   * @param en in English, without patient data
   * @param zh in Simplified Chinese, without patient data
   */
  record Finding(StoryLine.Event event, String en, String zh) {

    private static final String BETWEEN = "\t";

    /** Both languages as one detail of the story. */
    public String detail() {
      return en + BETWEEN + zh;
    }

    /** The English half of a detail; all of it where it is in one language. */
    public static String en(String detail) {
      int between = detail.indexOf(BETWEEN);
      return between < 0 ? detail : detail.substring(0, between);
    }

    /** The Chinese half of a detail; all of it where it is in one language. */
    public static String zh(String detail) {
      int between = detail.indexOf(BETWEEN);
      return between < 0 ? detail : detail.substring(between + BETWEEN.length());
    }
  }

  /**
   * What is said of patients.
   *
   * @param said who, as the content tells
   * @param decisions which ids are or are not one person's, as the content tells
   */
  record Patients(List<Identity> said, List<IdentityDecision> decisions) {
    /** Nobody is spoken of. */
    public static final Patients NONE = new Patients(List.of(), List.of());

    /** Takes copies. */
    public Patients {
      said = List.copyOf(said);
      decisions = List.copyOf(decisions);
    }
  }

  /** What came of a conversion. */
  sealed interface Outcome {
    /**
     * A Bundle.
     *
     * @param bundle FHIR JSON in UTF-8
     * @param notes what a person should know (a flag, a repaired text), without patient data
     * @param recordings the ECG recordings in it: those that it writes, and those that another
     *     exchange has written before
     * @param forArchive whether it is to be handed to archives too: not an ECG that another
     *     exchange has brought there already, and not what no DICOM object can be made of
     * @param priority how urgent it has turned out to be; never lowers the exchange's own
     * @param findings what was found in it, in the order in which it is told
     * @param drawable whether it writes an ECG recording, which can be drawn
     * @param order what the order book is to say of it, where it is an order
     * @param patients who it speaks of, and what it says was decided about them
     * @param match which order it belongs to, where it is an examination and that was asked
     * @param adopted examinations whose made orders become this order, where it is one
     */
    record Converted(
        byte[] bundle,
        List<String> notes,
        List<Recordings.Written> recordings,
        boolean forArchive,
        Priority priority,
        List<Finding> findings,
        boolean drawable,
        Optional<Order> order,
        Patients patients,
        Optional<OrderMatch> match,
        Set<String> adopted)
        implements Outcome {

      /** A Bundle without an ECG. */
      public Converted(byte[] bundle, List<String> notes) {
        this(bundle, notes, List.of(), true);
      }

      /** A Bundle in which nothing was found that is to be told. */
      public Converted(
          byte[] bundle,
          List<String> notes,
          List<Recordings.Written> recordings,
          boolean forArchive) {
        this(bundle, notes, recordings, forArchive, Priority.ROUTINE, List.of(), false);
      }

      /** A Bundle that speaks of no patient. */
      public Converted(
          byte[] bundle,
          List<String> notes,
          List<Recordings.Written> recordings,
          boolean forArchive,
          Priority priority,
          List<Finding> findings,
          boolean drawable) {
        this(
            bundle,
            notes,
            recordings,
            forArchive,
            priority,
            findings,
            drawable,
            Optional.empty(),
            Patients.NONE,
            Optional.empty(),
            Set.of());
      }

      /** The same, speaking of these patients. */
      public Converted about(Patients others) {
        return new Converted(
            bundle,
            notes,
            recordings,
            forArchive,
            priority,
            findings,
            drawable,
            order,
            others,
            match,
            adopted);
      }

      /** The same, of an examination that belongs to an order, or for which one was made. */
      public Converted with(OrderMatch found) {
        return new Converted(
            bundle,
            notes,
            recordings,
            forArchive,
            priority,
            findings,
            drawable,
            order,
            patients,
            Optional.of(found),
            adopted);
      }

      /** The same, of an order that orders become which were made for these examinations. */
      public Converted adopting(Set<String> examinations) {
        return new Converted(
            bundle,
            notes,
            recordings,
            forArchive,
            priority,
            findings,
            drawable,
            order,
            patients,
            match,
            Set.copyOf(examinations));
      }
    }

    /**
     * It cannot be converted as it is.
     *
     * @param why what, where, without patient data
     */
    record Refused(String why) implements Outcome {}
  }
}
