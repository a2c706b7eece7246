package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.TaskView;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.reading.CaseList;
import org.farsight.reading.Claims;

/**
 * Cases as a worklist's page gets them: see docs/reading.md.
 *
 * @param sites in force now
 * @param criticals what branches are told of them
 */
record CaseJson(Supplier<Sites> sites, CriticalValues criticals) {
  private static final int MONTHS_BELOW_YEARS = 2;
  private static final int MOST_OPEN = 1000;

  /** One case. */
  ObjectNode row(ReadingCase one, Instant now) {
    return row(one, criticals.ofExamination(one.exchangeId()), now);
  }

  private ObjectNode row(ReadingCase one, List<CriticalValue> told, Instant now) {
    ObjectNode node = Json.object();
    TaskView task = one.task();
    Site site = sites.get().ofExchange(one.siteId());
    node.put("id", one.id());
    node.put("exchange", one.exchangeId());
    node.put("kind", one.addendum() ? "addendum" : "read");
    node.put("task", task.reference());
    node.put("version", task.version());
    node.put("change", one.change());
    node.put("site", one.siteId());
    node.put("siteName", site.name());
    person(node.putObject("patient"), one, site);
    put(node, "accession", one.examination().accession());
    node.put("modality", one.examination().modality());
    put(node, "description", one.examination().description());
    node.put("priority", task.priority().name().toLowerCase(Locale.ROOT));
    node.put("critical", task.critical());
    node.put("status", task.status().code());
    node.put("businessStatus", task.progress().code());
    node.putObject("owner")
        .put("kind", task.owner().kind().name().toLowerCase(Locale.ROOT))
        .put("id", task.owner().id())
        .put("name", task.owner().name());
    if (task.isClaimed()) {
      node.set("claimedBy", holder(task.owner()));
    }
    task.deadline().ifPresent(end -> node.put("deadline", end.toString()));
    if (task.status().isOpen()) {
      one.left(now).map(Duration::toSeconds).ifPresent(left -> node.put("secondsLeft", left));
    }
    node.put("overdue", one.isOverdue(now));
    times(node, one.times());
    one.report()
        .ifPresent(
            report ->
                put(
                    node.putObject("report")
                        .put("reference", report.reference())
                        .put("version", report.version())
                        .put("status", report.status()),
                    "by",
                    report.by()));
    one.conflict()
        .ifPresent(
            wrong ->
                node.putObject("conflict")
                    .put("at", wrong.at().toString())
                    .put("en", wrong.words().en())
                    .put("zh", wrong.words().zh()));
    CriticalValueJson.mostUrgent(told)
        .ifPresent(value -> node.set("criticalNotice", CriticalValueJson.brief(value)));
    return node;
  }

  /** Who has a case. */
  static ObjectNode holder(Owner owner) {
    return Json.object().put("id", owner.id()).put("name", owner.name());
  }

  private static void times(ObjectNode node, ReadingCase.Times times) {
    node.put("receivedAt", times.received().toString());
    times.complete().ifPresent(at -> node.put("completeAt", at.toString()));
    times.claimed().ifPresent(at -> node.put("claimedAt", at.toString()));
    times.signed().ifPresent(at -> node.put("signedAt", at.toString()));
  }

  private static void person(ObjectNode node, ReadingCase one, Site site) {
    ReadingCase.Person person = one.person();
    put(node, "name", person.name());
    put(node, "id", person.patientId());
    put(node, "sex", person.sex());
    person
        .birthDate()
        .ifPresent(
            birth -> {
              node.put("birthDate", birth.toString());
              LocalDate day = one.times().received().atZone(site.zone()).toLocalDate();
              if (!day.isBefore(birth)) {
                age(node.putObject("age"), birth, day);
              }
            });
  }

  /** Years, for infants months, for the newborn days (UCUM). */
  private static void age(ObjectNode node, LocalDate birth, LocalDate day) {
    Period age = Period.between(birth, day);
    if (age.getYears() >= MONTHS_BELOW_YEARS) {
      node.put("value", age.getYears()).put("unit", "a");
    } else if (age.toTotalMonths() > 0) {
      node.put("value", age.toTotalMonths()).put("unit", "mo");
    } else {
      node.put("value", ChronoUnit.DAYS.between(birth, day)).put("unit", "d");
    }
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }

  /** A worklist. */
  ObjectNode list(CaseList list, long change, Instant now) {
    ObjectNode body = Json.object();
    ArrayNode cases = body.putArray("cases");
    Map<String, List<CriticalValue>> open =
        criticals.open(null, MOST_OPEN).stream()
            .collect(Collectors.groupingBy(CriticalValue::examination));
    for (ReadingCase one : list.cases()) {
      // one that is answered is looked for only where the case says that there may be one
      List<CriticalValue> told =
          one.task().critical()
              ? criticals.ofExamination(one.exchangeId())
              : open.getOrDefault(one.exchangeId(), List.of());
      cases.add(row(one, told, now));
    }
    body.put("total", list.total());
    list.next().ifPresent(next -> body.put("next", next));
    body.put("change", change);
    body.put("now", now.toString());
    ObjectNode counts = count(body.putObject("counts"), list.counts().all());
    ObjectNode bySite = counts.putObject("sites");
    list.counts()
        .sites()
        .forEach(
            (id, count) ->
                count(bySite.putObject(id).put("name", sites.get().ofExchange(id).name()), count));
    numbers(counts.putObject("statuses"), list.counts().statuses());
    numbers(counts.putObject("modalities"), list.counts().modalities());
    numbers(counts.putObject("priorities"), list.counts().priorities());
    return body;
  }

  private static ObjectNode count(ObjectNode node, CaseList.Count count) {
    return node.put("open", count.open())
        .put("unclaimed", count.unclaimed())
        .put("overdue", count.overdue())
        .put("critical", count.critical());
  }

  private static void numbers(ObjectNode node, Map<String, Integer> numbers) {
    numbers.forEach(node::put);
  }

  /** An earlier or another case of the same patient. */
  record Prior(ReadingCase one, Exchange exchange) {}

  /** A case with all that belongs to it. */
  ObjectNode whole(ReadingCase one, ExchangeView view, List<Prior> priors, Instant now) {
    ObjectNode node = row(one, now);
    Exchange exchange = view.exchange();
    if (exchange.kind() == Kind.STUDY) {
      node.put("study", exchange.key());
    }
    links(node.putObject("links"), one, exchange);
    ArrayNode list = node.putArray("priors");
    for (Prior earlier : priors) {
      ReadingCase prior = earlier.one();
      ObjectNode row = list.addObject();
      row.put("id", prior.id());
      row.put("exchange", prior.exchangeId());
      row.put("kind", prior.addendum() ? "addendum" : "read");
      row.put("modality", prior.examination().modality());
      put(row, "description", prior.examination().description());
      row.put("status", prior.task().status().code());
      row.put("receivedAt", prior.times().received().toString());
      links(row.putObject("links"), prior, earlier.exchange());
    }
    ArrayNode moves = node.putArray("moves");
    Claims.allowed(one).forEach(wish -> moves.add(wish.name().toLowerCase(Locale.ROOT)));
    ArrayNode story = node.putArray("story");
    for (ExchangeView.Line line : view.story()) {
      story.addObject().put("at", line.at().toString()).put("en", line.en()).put("zh", line.zh());
    }
    return node;
  }

  private static void links(ObjectNode links, ReadingCase one, Exchange exchange) {
    links.put("case", "/case/" + one.id());
    seen(links, exchange, one.examination().modality());
  }

  /**
   * Where an examination can be seen.
   *
   * @param modality of it
   */
  static void seen(ObjectNode links, Exchange exchange, String modality) {
    links.put("exchange", "/exchange/" + exchange.id());
    if (modality.equals("ECG") || exchange.kind() == Kind.ECG) {
      String ecg = "/ecg/" + exchange.id();
      links.put("ecg", ecg + ".json").put("drawing", ecg + ".svg").put("pdf", ecg + ".pdf");
    }
    if (exchange.kind() == Kind.STUDY) {
      links.put("dicomweb", "/dicom-web/studies/" + exchange.key());
    }
  }
}
