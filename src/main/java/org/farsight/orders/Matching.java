package org.farsight.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Order;
import org.farsight.orders.Match.InDoubt;
import org.farsight.orders.Match.Matched;
import org.farsight.orders.Match.None;
import org.farsight.orders.Modalities.Fit;

/**
 * The rules by which an examination finds its order, and an order the examinations that were there
 * before it. Pure: the same facts give the same answer. A number counts whatever has become of the
 * order since; without one only an order that still stands is looked at.
 *
 * @param window how far an examination without a number may be from the time of its order
 * @param links which ids are known to be one person's: with a number that both have this makes an
 *     order certain, alone it does not
 */
record Matching(Duration window, Links links) {

  /** The same where nobody has two ids. */
  Matching(Duration window) {
    this(window, Links.NONE);
  }

  /** The same with what is known of ids. */
  Matching with(Links known) {
    return new Matching(window, known);
  }

  /** How the ids of both are linked, where it is by this that they are the same person's. */
  Optional<Link> evidence(Order order, Examination examination) {
    return answer(order, examination) == SamePatient.Answer.LINKED
        ? links.between(order, examination)
        : Optional.empty();
  }

  /**
   * Which of these orders an examination belongs to: by the Study Instance UID that the worklist
   * gave, else by a number, else by patient, modality, site and time.
   *
   * @param book orders that may be it; those of other sites are passed over
   */
  Match of(Examination examination, List<Order> book) {
    List<Order> orders =
        book.stream().filter(order -> order.siteId().equals(examination.siteId())).toList();
    return byStudy(examination, orders)
        .or(() -> byNumber(examination, orders))
        .or(() -> byPatientAndTime(examination, orders))
        .orElseGet(None::new);
  }

  private Optional<Match> byStudy(Examination examination, List<Order> orders) {
    List<Order> given = orders.stream().filter(order -> isStudy(order, examination)).toList();
    List<Order> same = ofPatient(given, examination);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        same.size() == 1
            ? new Matched(same.getFirst(), Rule.STUDY_UID)
            : new InDoubt(
                given, same.isEmpty() ? stranger(given, examination) : Doubt.SEVERAL_ORDERS));
  }

  private Doubt stranger(List<Order> given, Examination examination) {
    return unsure(given, examination).isEmpty() ? Doubt.STUDY_UID_OF_ANOTHER : Doubt.PATIENT_UNSURE;
  }

  private Optional<Match> byNumber(Examination examination, List<Order> orders) {
    List<Order> byAccession =
        orders.stream().filter(order -> isAccession(order, examination)).toList();
    List<Order> numbered =
        byAccession.isEmpty()
            ? orders.stream().filter(order -> isNumber(order, examination)).toList()
            : byAccession;
    if (numbered.isEmpty()) {
      return Optional.empty();
    }
    List<Order> same = ofPatient(numbered, examination);
    if (same.isEmpty()) {
      List<Order> unsure = unsure(numbered, examination);
      return Optional.of(
          unsure.isEmpty()
              ? new InDoubt(numbered, Doubt.ACCESSION_OF_ANOTHER)
              : new InDoubt(unsure, Doubt.PATIENT_UNSURE));
    }
    if (same.size() == 1) {
      Rule rule = numbered.size() == 1 ? Rule.ACCESSION : Rule.ACCESSION_PATIENT;
      return Optional.of(
          new Matched(same.getFirst(), byAccession.isEmpty() ? Rule.ORDER_NUMBER : rule));
    }
    return Optional.of(ofSeveral(examination, same));
  }

  /** Two orders of one patient for one number: one that stands, else one for the modality. */
  private static Match ofSeveral(Examination examination, List<Order> same) {
    List<Order> open = same.stream().filter(order -> order.status().stands()).toList();
    if (open.size() == 1) {
      return new Matched(open.getFirst(), Rule.ACCESSION_OPEN);
    }
    List<Order> left = open.isEmpty() ? same : open;
    List<Order> fitting =
        left.stream().filter(order -> fit(order, examination) == Fit.YES).toList();
    return fitting.size() == 1
        ? new Matched(fitting.getFirst(), Rule.ACCESSION_MODALITY)
        : new InDoubt(left, Doubt.SEVERAL_ORDERS);
  }

  private Optional<Match> byPatientAndTime(Examination examination, List<Order> orders) {
    List<Order> near =
        orders.stream()
            .filter(order -> order.status().stands())
            .filter(order -> isWithoutOtherNumber(order, examination))
            .filter(order -> isNear(order, examination))
            .toList();
    List<Order> same = answering(near, examination, SamePatient.Answer.YES);
    List<Order> fitting =
        same.stream().filter(order -> fit(order, examination) == Fit.YES).toList();
    if (fitting.size() == 1) {
      return Optional.of(new Matched(fitting.getFirst(), Rule.PATIENT_TIME));
    }
    if (fitting.size() > 1) {
      return Optional.of(new InDoubt(fitting, Doubt.SEVERAL_FIT));
    }
    List<Order> vague =
        same.stream().filter(order -> fit(order, examination) == Fit.UNKNOWN).toList();
    if (!vague.isEmpty()) {
      return Optional.of(new InDoubt(vague, Doubt.MODALITY_UNKNOWN));
    }
    List<Order> linked =
        answering(near, examination, SamePatient.Answer.LINKED).stream()
            .filter(order -> fit(order, examination) == Fit.YES)
            .toList();
    if (!linked.isEmpty()) {
      return Optional.of(new InDoubt(linked, Doubt.LINKED_ONLY));
    }
    List<Order> unsure =
        unsure(near, examination).stream()
            .filter(order -> fit(order, examination) == Fit.YES)
            .filter(order -> !examination.patient().id().isBlank())
            .toList();
    return unsure.isEmpty()
        ? Optional.empty()
        : Optional.of(new InDoubt(unsure, Doubt.PATIENT_UNSURE));
  }

  /**
   * What an order, new or changed, means to examinations that are here already.
   *
   * @param belonging those that belong to it
   * @param rule by which; not used where none does
   * @param doubtful those that may belong to it
   * @param why it is in doubt; not used where nothing is
   */
  record Late(List<Examination> belonging, Rule rule, List<Examination> doubtful, Doubt why) {
    /** Takes copies. */
    Late {
      belonging = List.copyOf(belonging);
      doubtful = List.copyOf(doubtful);
    }
  }

  /**
   * Which of these examinations, none of which has an order, belong to an order that came after
   * them. By a number several do; by patient and time one alone does, more than one are in doubt.
   */
  Late late(Order order, List<Examination> unordered) {
    List<Examination> numbered = new ArrayList<>();
    List<Examination> doubtful = new ArrayList<>();
    List<Examination> fitting = new ArrayList<>();
    Rule rule = Rule.ACCESSION;
    Doubt why = Doubt.SEVERAL_EXAMINATIONS;
    for (Examination examination : unordered) {
      switch (of(examination, List.of(order))) {
        case Matched matched when matched.rule() == Rule.PATIENT_TIME -> fitting.add(examination);
        case Matched matched -> {
          numbered.add(examination);
          rule = matched.rule();
        }
        case InDoubt doubt -> {
          doubtful.add(examination);
          why = doubt.why();
        }
        case None none -> {}
      }
    }
    if (numbered.isEmpty() && fitting.size() == 1) {
      return new Late(fitting, Rule.PATIENT_TIME, doubtful, why);
    }
    if (numbered.isEmpty() && !fitting.isEmpty()) {
      List<Examination> all = Stream.concat(fitting.stream(), doubtful.stream()).toList();
      return new Late(List.of(), rule, all, Doubt.SEVERAL_EXAMINATIONS);
    }
    return new Late(numbered, rule, doubtful, why);
  }

  /** Those under the patient's own id; where there are none, those under a linked one. */
  private List<Order> ofPatient(List<Order> orders, Examination examination) {
    List<Order> same = answering(orders, examination, SamePatient.Answer.YES);
    return same.isEmpty() ? answering(orders, examination, SamePatient.Answer.LINKED) : same;
  }

  private List<Order> unsure(List<Order> orders, Examination examination) {
    return answering(orders, examination, SamePatient.Answer.UNSURE);
  }

  private List<Order> answering(
      List<Order> orders, Examination examination, SamePatient.Answer answer) {
    return orders.stream().filter(order -> answer(order, examination) == answer).toList();
  }

  private SamePatient.Answer answer(Order order, Examination examination) {
    return SamePatient.of(
        order, examination.patient(), links.between(order, examination).isPresent());
  }

  private static Fit fit(Order order, Examination examination) {
    return Modalities.fit(order.step().step().modality(), examination.modalities());
  }

  private static boolean isStudy(Order order, Examination examination) {
    return agree(order.step().procedure().study(), examination.key());
  }

  private static boolean isAccession(Order order, Examination examination) {
    return agree(order.numbers().accession(), examination.accession());
  }

  private static boolean isNumber(Order order, Examination examination) {
    return Stream.of(order.numbers().placer(), order.numbers().filler())
        .anyMatch(number -> agree(number, examination.accession()));
  }

  private static boolean agree(String one, String other) {
    return !one.isBlank() && one.strip().equals(other.strip());
  }

  /** Two accession numbers that differ contradict each other, whatever else agrees. */
  private static boolean isWithoutOtherNumber(Order order, Examination examination) {
    return order.numbers().accession().isBlank() || examination.accession().isBlank();
  }

  /** From the window before an order was placed or is to begin to the window after it. */
  private boolean isNear(Order order, Examination examination) {
    Instant placed = order.orderedAt();
    Instant begins = order.scheduledAt().orElse(placed);
    Instant first = placed.isBefore(begins) ? placed : begins;
    Instant last = placed.isBefore(begins) ? begins : placed;
    return !examination.at().isBefore(first.minus(window))
        && !examination.at().isAfter(last.plus(window));
  }
}
