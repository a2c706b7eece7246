package org.farsight.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.report.ReportDesk;
import org.farsight.report.ReportFile;

/**
 * {@code GET /verify/{case}/{version}?d=…}: whether such a version was signed here, for whoever has
 * it in the hand, without patient data. Who it was and when is told only to those who have the code
 * of its paper.
 */
public final class VerifyHandler {
  private final ReportDesk desk;
  private final Function<String, Optional<String>> siteOf;

  /**
   * Answers from these.
   *
   * @param siteOf the site of a case, also of one that is no longer on the worklist
   */
  public VerifyHandler(ReportDesk desk, Function<String, Optional<String>> siteOf) {
    this.desk = desk;
    this.siteOf = siteOf;
  }

  /** Adds the handler to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/verify/:case/:version"), (context, posted) -> answer(context));
  }

  private void answer(RoutingContext context) throws IOException {
    String caseId = context.pathParam("case");
    String version = context.pathParam("version");
    Optional<String> code =
        context.queryParam("d").stream().findFirst().map(text -> text.toLowerCase(Locale.ROOT));
    Optional<String> site =
        caseId.matches("[A-Za-z0-9-]{1,64}") ? siteOf.apply(caseId) : Optional.empty();
    Optional<ReportDesk.Shown> shown =
        site.isPresent() && version.matches("[1-9][0-9]{0,4}")
            ? desk.lookUp(site.get(), caseId, Integer.parseInt(version))
            : Optional.empty();
    if (shown.isEmpty()) {
      ObjectNode more = Json.object().put("signed", false);
      String en = "no such version was signed here";
      Json.problem(context, 404, "not signed here", en, "此处未签发过该报告版本", more);
      return;
    }
    ObjectNode body = Json.object().put("signed", true);
    if (code.isPresent()) {
      boolean matches = shown.get().matches(code.get());
      body.put("matches", matches);
      if (matches) {
        tell(body, shown.get());
      }
    }
    Json.answer(context, 200, body);
  }

  private static void tell(ObjectNode body, ReportDesk.Shown shown) {
    ReportFile file = shown.file();
    body.put("case", file.caseId()).put("version", file.version());
    body.put("status", ReportView.status(file));
    body.put("signedAt", file.signedAt().toString()).put("by", file.signedBy());
    body.put("sha256", file.sha256()).put("newest", shown.newest().version());
    body.put("current", shown.newest().version() == file.version() && file.stands());
    body.put("newestStatus", ReportView.status(shown.newest()));
  }
}
