package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ExchangeView.Outcome;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReportDrafts.Draft;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Returns;
import org.farsight.exchange.Step;
import org.farsight.report.Report;
import org.farsight.report.ReportDesk;
import org.farsight.report.ReportFile;
import org.farsight.report.ReportTemplate;
import org.farsight.report.SignedVersions;

/**
 * Reports as pages get them: see docs/reports.md.
 *
 * @param ledger knows how far a report has come
 * @param returns knows what the branch has opened
 * @param fhir id of the FHIR server that a report goes to first
 */
record ReportView(Ledger ledger, Returns returns, Supplier<String> fhir) {
  /** What there is of a case. */
  ObjectNode folder(
      ReportDesk.Folder folder, Optional<Exchange> reports, Optional<ReportDesk.Reader> reader) {
    ObjectNode node = Json.object();
    folder.draft().ifPresent(draft -> node.set("draft", draft(draft)));
    ArrayNode signed = node.putArray("signed");
    for (SignedVersions.Kept kept : folder.signed().reversed()) {
      signed.add(version(kept.file()));
    }
    reports.ifPresent(exchange -> node.set("progress", progress(exchange, folder)));
    ArrayNode moves = node.putArray("moves");
    moves(folder, reader).forEach(moves::add);
    return node;
  }

  /** A draft. */
  static ObjectNode draft(Draft draft) {
    ObjectNode node = ReportDesk.content(draft).json();
    node.put("version", draft.version()).put("changed", draft.changed().toString());
    node.putObject("by").put("id", draft.login()).put("name", draft.name());
    return node;
  }

  private static ObjectNode version(ReportFile file) {
    ObjectNode node = Json.object();
    node.put("version", file.version()).put("status", status(file));
    node.put("signedAt", file.signedAt().toString());
    Report.Signer signer = file.report().signer();
    node.putObject("by").put("id", signer.login()).put("name", signer.name());
    node.put("sha256", file.sha256());
    file.critical().ifPresent(words -> node.put("critical", words));
    if (!file.reason().isEmpty()) {
      node.put("reason", file.reason());
    }
    String address = "/case/" + file.caseId() + "/report/" + file.version();
    node.putObject("links")
        .put("pdf", address + ".pdf")
        .put("html", address + ".html")
        .put("json", address + ".json");
    return node;
  }

  /** DiagnosticReport.status. */
  static String status(ReportFile file) {
    return file.status().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private ObjectNode progress(Exchange exchange, ReportDesk.Folder folder) {
    ObjectNode node = Json.object();
    if (!folder.signed().isEmpty()) {
      node.put("kept", folder.signed().getLast().arrival().at().toString());
    }
    List<Step> steps = ledger.steps(exchange.id());
    node.set("fhir", fhir(exchange, steps));
    ArrayNode ways = node.putArray("ways");
    for (Step step : steps) {
      if (step.name().startsWith(BranchWay.PREFIX)) {
        String way = BranchWay.wayOf(step.name());
        ObjectNode row = ways.addObject().put("way", way).put("name", way);
        outcome(row, step);
        if (!step.proof().isEmpty()) {
          row.put("proof", step.proof());
        }
      }
    }
    returns
        .ofCase(folder.one().id())
        .flatMap(ReportReturn::opened)
        .ifPresent(
            opening -> {
              node.put("openedAt", opening.at().toString());
              if (!opening.by().isEmpty()) {
                node.put("openedBy", opening.by());
              }
            });
    return node;
  }

  /** How far the newest version has come towards the FHIR server. */
  ObjectNode fhir(Exchange exchange, List<Step> steps) {
    ObjectNode node = Json.object();
    Optional<Step> convert = named(steps, Step.CONVERT);
    Optional<Step> server = named(steps, fhir.get());
    if (server.filter(step -> step.done() >= exchange.revision()).isPresent()) {
      outcome(node, server.get());
      return node;
    }
    Optional<Step> troubled =
        convert.filter(step -> step.trouble() != null).isPresent() ? convert : server;
    troubled.ifPresent(step -> outcome(node, step));
    if (troubled.isEmpty() || node.path("state").asText().equals(Outcome.DONE.name())) {
      node.put("state", Outcome.WAITING.name()).remove("at");
    }
    return node;
  }

  private static Optional<Step> named(List<Step> steps, String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst();
  }

  private static void outcome(ObjectNode node, Step step) {
    node.put("state", Outcome.of(step).name());
    step.troubleIfAny().ifPresent(trouble -> node.put("why", trouble.why()));
    if (step.doneAt() != null) {
      node.put("at", step.doneAt().toString());
    }
  }

  /** What can be done now, by the reader who asks where that is known. */
  private static List<String> moves(ReportDesk.Folder folder, Optional<ReportDesk.Reader> reader) {
    List<String> moves = new ArrayList<>();
    if (folder.foreign()) {
      return moves;
    }
    if (folder.signed().isEmpty()) {
      ReadingCase.TaskView task = folder.one().task();
      boolean own = reader.isEmpty() || task.owner().id().equals(reader.get().signer().login());
      if (task.isClaimed() && own) {
        moves.add("draft");
        moves.add("sign");
      }
      return moves;
    }
    if (!folder.stands()) {
      return moves; // to be read again, as a case of its own
    }
    String signer = folder.signed().getLast().file().report().signer().login();
    if (reader.isEmpty() || reader.get().chief() || reader.get().signer().login().equals(signer)) {
      moves.add("draft");
      moves.add("amend");
      moves.add("recall");
    }
    return moves;
  }

  /** Templates, the one that fits best first. */
  static ObjectNode templates(List<ReportTemplate> templates, Language language) {
    ObjectNode node = Json.object();
    ArrayNode rows = node.putArray("templates");
    for (int i = 0; i < templates.size(); i++) {
      ReportTemplate template = templates.get(i);
      ObjectNode row = rows.addObject().put("id", template.id());
      row.set("name", words(template.name()));
      row.put("default", i == 0);
      ArrayNode fields = row.putArray("fields");
      template.fields().forEach(field -> fields.add(field(field)));
      row.put("findings", template.findings().in(language));
      row.put("impression", template.impression().in(language));
      ArrayNode phrases = row.putArray("phrases");
      for (ReportTemplate.Phrase phrase : template.phrases()) {
        phrases
            .addObject()
            .put("label", phrase.label().in(language))
            .put("text", phrase.text().in(language))
            .put("into", phrase.into().code());
      }
    }
    return node;
  }

  private static ObjectNode field(ReportTemplate.Field field) {
    ObjectNode node = Json.object().put("id", field.id());
    node.set("label", words(field.label()));
    node.put("type", field.type().code());
    if (!field.unit().isEmpty()) {
      node.put("unit", field.unit());
    }
    field.least().ifPresent(least -> node.put("min", least));
    field.most().ifPresent(most -> node.put("max", most));
    if (!field.choices().isEmpty()) {
      ArrayNode choices = node.putArray("choices");
      for (ReportTemplate.Text choice : field.choices()) {
        choices.addObject().put("value", choice.zh()).set("label", words(choice));
      }
    }
    if (field.required()) {
      node.put("required", true);
    }
    field.from().ifPresent(from -> node.put("from", from));
    return node;
  }

  private static ObjectNode words(ReportTemplate.Text text) {
    return Json.object().put("zh", text.zh()).put("en", text.en());
  }
}
