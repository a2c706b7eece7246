package org.farsight.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.access.Role;
import org.farsight.access.Visitor;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.Cases;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Returns;
import org.farsight.report.DraftContent;
import org.farsight.report.Report;
import org.farsight.report.ReportDesk;
import org.farsight.report.ReportFile;
import org.farsight.report.ReportTemplates;
import org.farsight.report.SignedVersions;
import org.farsight.report.Signing;

/**
 * {@code GET /case/{id}/report}, {@code PUT} and {@code DELETE /case/{id}/report/draft}, {@code
 * POST /case/{id}/report/sign} and {@code /recall}, {@code GET
 * /case/{id}/report/{version}.pdf|.html|.json}, {@code GET /report-templates}. See docs/reports.md.
 */
public final class ReportHandlers {
  private static final Pattern FILE = Pattern.compile("([1-9][0-9]{0,4})\\.(pdf|html|json)");
  private static final Set<String> DRAFT =
      Set.of(
          "base",
          "template",
          "fields",
          "findings",
          "impression",
          "critical",
          "keyImages",
          "reason",
          "reader",
          "name");
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Ports ports;
  private final ReportView view;

  /**
   * What reports are served from.
   *
   * @param templates in force now
   * @param fhir id of the FHIR server that a report goes to first
   * @param patience how long a signature waits for that server before it says that it waits
   */
  public record Ports(
      ReportDesk desk,
      SignedVersions versions,
      Ledger ledger,
      Cases cases,
      Returns returns,
      Supplier<ReportTemplates> templates,
      Supplier<String> fhir,
      Duration patience) {}

  /** Answers from these. */
  public ReportHandlers(Ports ports) {
    this.ports = ports;
    this.view = new ReportView(ports.ledger(), ports.returns(), ports.fhir());
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/case/:id/report"), (context, posted) -> folder(context));
    Posted.to(router.put("/case/:id/report/draft"), DraftContent.MOST_BYTES, this::draft);
    Posted.to(router.delete("/case/:id/report/draft"), this::discard);
    Posted.to(router.post("/case/:id/report/sign"), this::sign);
    Posted.to(router.post("/case/:id/report/recall"), this::recall);
    Posted.got(router.get("/case/:id/report/:file"), (context, posted) -> file(context));
    Posted.got(router.get("/report-templates"), (context, posted) -> templates(context));
  }

  private static HttpProblem noSuchCase() {
    return HttpProblem.notFound("there is no such case. 没有该阅片任务。");
  }

  private static Optional<ReportDesk.Reader> visitor(RoutingContext context) {
    return Visiting.visitor(context)
        .filter(visitor -> visitor.role().isPerson())
        .map(
            (Visitor person) ->
                new ReportDesk.Reader(
                    new Report.Signer(person.name(), person.shown()),
                    person.role() == Role.CHIEF_READER));
  }

  /** Who has signed in; while there is no sign-in who the body says, who may do everything. */
  private static ReportDesk.Reader reader(RoutingContext context, Posted posted) {
    Optional<ReportDesk.Reader> known = visitor(context);
    if (known.isPresent()) {
      return known.get();
    }
    String login = posted.text("reader").orElse("");
    if (!login.matches("[\\p{L}\\p{N}._@-]{1,64}")) {
      throw HttpProblem.badRequest(
          "reader is a login name of letters, digits and . _ @ -, up to 64");
    }
    String name = posted.text("name").orElse(login);
    if (name.length() > 100 || name.chars().anyMatch(c -> c < ' ')) {
      throw HttpProblem.badRequest("name has at most 100 letters");
    }
    return new ReportDesk.Reader(new Report.Signer(login, name), true);
  }

  private void folder(RoutingContext context) throws IOException {
    String id = context.pathParam("id");
    ReportDesk.Folder folder = ports.desk().folder(id).orElseThrow(ReportHandlers::noSuchCase);
    Optional<Exchange> reports = ports.versions().exchange(folder.one().siteId(), id);
    Json.answer(context, 200, view.folder(folder, reports, visitor(context)));
  }

  private void draft(RoutingContext context, Posted posted) {
    posted.only(DRAFT);
    ReportDesk.Reader reader = reader(context, posted);
    int base = posted.number("base", 0, 0, Integer.MAX_VALUE);
    DraftContent content;
    try {
      content = DraftContent.read((ObjectNode) posted.body());
    } catch (DocumentException e) {
      throw HttpProblem.badRequest("a draft " + e.getMessage());
    }
    answer(context, ports.desk().draft(context.pathParam("id"), reader, content, base));
  }

  private void discard(RoutingContext context, Posted posted) {
    posted.only(Set.of("reader", "name"));
    answer(context, ports.desk().discard(context.pathParam("id"), reader(context, posted)));
  }

  private void sign(RoutingContext context, Posted posted) throws IOException {
    posted.only(Set.of("draft", "reader", "name"));
    int version = posted.number("draft", 0, 1, Integer.MAX_VALUE);
    if (version == 0) {
      throw HttpProblem.badRequest("draft is the version of the draft that is signed");
    }
    String id = context.pathParam("id");
    answer(context, ports.desk().sign(id, reader(context, posted), version));
  }

  private void recall(RoutingContext context, Posted posted) throws IOException {
    posted.only(Set.of("reason", "reader", "name"));
    String reason = posted.text("reason").orElse("");
    if (reason.length() > 4000) {
      throw HttpProblem.badRequest("reason has at most 4000 letters");
    }
    String id = context.pathParam("id");
    answer(context, ports.desk().recall(id, reader(context, posted), reason));
  }

  private void answer(RoutingContext context, Signing outcome) {
    switch (outcome) {
      case Signing.Signed signed -> signed(context, signed);
      case Signing.Drafted drafted ->
          Json.answer(
              context,
              200,
              Json.object()
                  .put("version", drafted.draft().version())
                  .put("changed", drafted.draft().changed().toString()));
      case Signing.Discarded gone -> {
        var unused = context.response().setStatusCode(204).end();
      }
      case Signing.Changed changed -> {
        ObjectNode more = Json.object();
        changed.draft().ifPresent(draft -> more.set("draft", ReportView.draft(draft)));
        String en = "the draft was written, signed or thrown away meanwhile: look again";
        Json.problem(context, 409, "changed meanwhile", en, "草稿已被修改、签发或放弃，请重新查看", more);
      }
      case Signing.Missing missing -> {
        ObjectNode more = Json.object();
        missing.what().forEach(more.putArray("missing")::add);
        String en = "something is missing or cannot be: " + String.join(", ", missing.what());
        Json.problem(context, 422, "not complete", en, "报告尚不完整，无法签发", more);
      }
      case Signing.HeldBy held -> {
        ObjectNode more = Json.object();
        more.putObject("holder").put("id", held.id()).put("name", held.name());
        String zh = "已由 " + held.name() + " 领取";
        Json.problem(context, 409, "claimed by another", held.name() + " has it", zh, more);
      }
      case Signing.NotHeld not ->
          Json.problem(
              context,
              409,
              "not claimed",
              "claim the case before you write of it; it is " + not.now().task().status().code(),
              "请先领取该阅片任务");
      case Signing.NotSigner not ->
          Json.problem(
              context,
              409,
              "signed by another",
              "who signed it (" + not.name() + ") or a chief reader changes a signed report",
              "仅签发者(" + not.name() + ")或主任医师可修改已签发的报告");
      case Signing.Foreign foreign ->
          Json.problem(
              context,
              409,
              "reported elsewhere",
              "another system has reported on this case: what it wrote is changed there",
              "该检查已由其他系统出具报告，请在该系统中修改");
      case Signing.NothingSigned none ->
          Json.problem(context, 409, "not signed", "nothing was signed here", "尚无已签发的报告");
      case Signing.Unknown unknown -> throw noSuchCase();
      case Signing.NotKept not ->
          Json.problem(
              context,
              507,
              "not kept",
              "nothing is signed: " + not.why() + "; try again",
              "报告未能保存，未签发，请重试");
    }
  }

  /** Says that it is signed once the FHIR server has it, or that it waits. */
  private void signed(RoutingContext context, Signing.Signed signed) {
    ReportFile file = signed.file();
    ObjectNode body = Json.object().put("version", file.version()).put("sha256", file.sha256());
    body.put("status", ReportView.status(file));
    long end = System.nanoTime() + ports.patience().toNanos();
    ObjectNode fhir = fhir(signed.exchangeId());
    while (fhir.path("state").asText().equals("WAITING") && System.nanoTime() < end) {
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      fhir = fhir(signed.exchangeId());
    }
    String state = fhir.path("state").asText();
    body.put("fhir", state);
    if (fhir.has("why")) {
      body.set("why", fhir.get("why"));
    }
    Json.answer(context, state.equals("DONE") ? 200 : 202, body);
  }

  private ObjectNode fhir(String exchangeId) {
    return ports
        .ledger()
        .exchange(exchangeId)
        .map(exchange -> view.fhir(exchange, ports.ledger().steps(exchangeId)))
        .orElseGet(() -> Json.object().put("state", "WAITING"));
  }

  private void file(RoutingContext context) throws IOException {
    Matcher name = FILE.matcher(context.pathParam("file"));
    if (!name.matches()) {
      throw HttpProblem.notFound("a report is had as VERSION.pdf, .html or .json");
    }
    String id = context.pathParam("id");
    ReadingCase one = ports.cases().find(id).orElseThrow(ReportHandlers::noSuchCase);
    ReportFile file =
        ports
            .versions()
            .version(one.siteId(), id, Integer.parseInt(name.group(1)))
            .map(SignedVersions.Kept::file)
            .orElseThrow(() -> HttpProblem.notFound("there is no such version. 没有该版本。"));
    String lang = context.queryParam("lang").stream().findFirst().orElse(file.language().code());
    send(context, file, name.group(2), language(lang));
  }

  private static Language language(String code) {
    for (Language one : Language.values()) {
      if (one.code().equals(code)) {
        return one;
      }
    }
    throw HttpProblem.badRequest("lang is zh or en");
  }

  /** Sends a signed version as pages show or programs read it. */
  static void send(RoutingContext context, ReportFile file, String form, Language language) {
    context.response().putHeader("Cache-Control", "private, no-cache");
    String name = "report-" + file.caseId() + "-" + file.version() + "." + form;
    context.response().putHeader("Content-Disposition", "inline; filename=\"" + name + "\"");
    switch (form) {
      case "pdf" -> end(context, "application/pdf", file.bytes());
      case "html" -> {
        // the pages show it in a frame that may do nothing
        context
            .response()
            .putHeader("X-Frame-Options", "SAMEORIGIN")
            .putHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox;"
                    + " frame-ancestors 'self'");
        byte[] page = file.html(language).getBytes(StandardCharsets.UTF_8);
        end(context, "text/html; charset=utf-8", page);
      }
      default -> end(context, "application/json; charset=utf-8", file.json());
    }
  }

  private static void end(RoutingContext context, String type, byte[] bytes) {
    var unused = context.response().putHeader("Content-Type", type).end(Buffer.buffer(bytes));
  }

  private void templates(RoutingContext context) {
    String id = context.queryParam("case").stream().findFirst().orElse("");
    ReadingCase one = ports.cases().find(id).orElseThrow(ReportHandlers::noSuchCase);
    String lang = context.queryParam("lang").stream().findFirst().orElse(Language.ZH.code());
    Json.answer(
        context,
        200,
        ReportView.templates(
            ports
                .templates()
                .get()
                .fitting(one.examination().modality(), one.examination().description()),
            language(lang)));
  }
}
