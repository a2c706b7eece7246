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
 * it in the hand, without patient data. Who does not have the code of its paper is told nothing. A
 * browser that asks for a page gets the page, which asks again.
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
    var route = router.get("/verify/:case/:version");
    route.handler(
        context -> {
          String accepted = context.request().getHeader("Accept");
          boolean page = accepted != null && accepted.contains("text/html");
          if (page) {
            context.reroute("/verify");
          } else {
            context.next();
          }
        });
    Posted.got(route, (context, posted) -> answer(context));
  }

  private void answer(RoutingContext context) throws IOException {
    String caseId = context.pathParam("case");
    String version = context.pathParam("version");
    String code = context.queryParam("d").stream().findFirst().orElse("").toLowerCase(Locale.ROOT);
    Optional<String> site =
        caseId.matches("[A-Za-z0-9-]{1,64}") ? siteOf.apply(caseId) : Optional.empty();
    Optional<ReportDesk.Shown> shown =
        site.isPresent() && version.matches("[1-9][0-9]{0,4}")
            ? desk.lookUp(site.get(), caseId, Integer.parseInt(version), code)
            : Optional.empty();
    if (shown.isEmpty()) {
      ObjectNode more = Json.object().put("signed", false);
      String en = "no such version with this code was signed here";
      Json.problem(context, 404, "not signed here", en, "此处未签发过带有该核验码的报告版本", more);
      return;
    }
    ReportFile file = shown.get().file();
    ReportFile newest = shown.get().newest();
    ObjectNode body = Json.object().put("signed", true).put("case", caseId);
    body.put("version", file.version()).put("status", ReportView.status(file));
    body.put("signedAt", file.signedAt().toString()).put("by", file.signedBy());
    body.put("sha256", file.sha256());
    body.put("current", newest.version() == file.version() && file.stands());
    if (newest.version() != file.version()) {
      body.putObject("newest")
          .put("version", newest.version())
          .put("status", ReportView.status(newest))
          .put("signedAt", newest.signedAt().toString());
    }
    Json.answer(context, 200, body);
  }
}
