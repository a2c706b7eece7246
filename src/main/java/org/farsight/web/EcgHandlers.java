package org.farsight.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.ecg.critical.Verdict;
import org.farsight.ecg.drawing.Drawing;
import org.farsight.ecg.drawing.EcgSheet;
import org.farsight.ecg.drawing.Language;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.ecg.drawing.SheetCaption;
import org.farsight.ecg.drawing.SheetOptions;
import org.farsight.ecg.drawing.SvgDrawing;
import org.farsight.ecg.json.RecordingJson;
import org.farsight.ecg.quality.Finding;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Sites;
import org.farsight.exchange.SweptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /ecg/{exchange}.svg|.pdf|.json}: an ECG drawn from the original as it is asked for, or
 * its samples. Parameters: {@code layout speed gain filter lang order rhythm start} as {@link
 * SheetOptions} has them, {@code patient=show|hide}, {@code page} of an SVG, {@code instance} where
 * a study holds several.
 */
public final class EcgHandlers {
  private static final Logger log = LoggerFactory.getLogger(EcgHandlers.class);

  private static final List<String> OTHER_NAMES = List.of("patient", "page", "instance");

  private final Ledger ledger;
  private final EcgSource source;
  private final Supplier<Sites> sites;
  private final PdfDrawing pdf;

  /**
   * Draws from these.
   *
   * @param pdf whose fonts may be in memory already
   */
  public EcgHandlers(Ledger ledger, EcgSource source, Supplier<Sites> sites, PdfDrawing pdf) {
    this.ledger = ledger;
    this.source = source;
    this.sites = sites;
    this.pdf = pdf;
  }

  /** Adds the handler to the HTTP server. */
  public void addTo(Router router) {
    router.get("/ecg/:file").blockingHandler(this::answer, false);
  }

  /** What can be asked for. */
  private enum Form {
    SVG("image/svg+xml; charset=utf-8"),
    PDF("application/pdf"),
    JSON("application/json; charset=utf-8");

    private final String mediaType;

    Form(String mediaType) {
      this.mediaType = mediaType;
    }

    String ending() {
      return "." + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What is asked for.
   *
   * @param page of an SVG, counted from 1
   * @param instance SOP Instance UID, where one is named
   */
  private record Question(
      String exchangeId,
      Form form,
      SheetOptions options,
      boolean patientShown,
      int page,
      Optional<String> instance) {}

  private void answer(RoutingContext context) {
    try {
      Question question = question(context);
      Exchange exchange =
          ledger
              .exchange(question.exchangeId())
              .orElseThrow(
                  () -> HttpProblem.notFound("there is no exchange " + question.exchangeId()));
      answer(context, question, exchange, arrival(question));
    } catch (HttpProblem e) {
      Json.problem(context, e.status(), e.title(), e.detail());
    } catch (EcgFormatException e) {
      Json.problem(context, 422, "broken ECG", String.valueOf(e.getMessage()));
    } catch (SweptException e) {
      HttpProblem swept = HttpProblem.swept();
      Json.problem(context, swept.status(), swept.title(), swept.detail());
    } catch (IOException e) {
      log.error("{} cannot be answered: {}", context.request().path(), e.toString());
      Json.problem(context, 500, "not readable", "the kept object could not be read");
    }
  }

  private static Question question(RoutingContext context) {
    String file = context.pathParam("file");
    Form form = null;
    for (Form one : Form.values()) {
      form = file.endsWith(one.ending()) ? one : form;
    }
    if (form == null) {
      throw HttpProblem.notFound("an ECG is had as .svg, .pdf or .json");
    }
    SheetOptions options = SheetOptions.USUAL;
    boolean shown = true;
    int page = 1;
    String instance = null;
    for (Map.Entry<String, String> parameter : context.queryParams().entries()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case "patient" -> shown = shown(value);
        case "page" -> page = page(value);
        case "instance" -> instance = value;
        default -> options = with(options, parameter.getKey(), value);
      }
    }
    String id = file.substring(0, file.length() - form.ending().length());
    return new Question(id, form, options, shown, page, Optional.ofNullable(instance));
  }

  private static SheetOptions with(SheetOptions options, String name, String value) {
    if (!SheetOptions.NAMES.contains(name)) {
      List<String> all = new ArrayList<>(SheetOptions.NAMES);
      all.addAll(OTHER_NAMES);
      throw HttpProblem.badRequest("a parameter is none of " + all);
    }
    try {
      return options.with(name, value);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static boolean shown(String value) {
    return switch (value) {
      case "show" -> true;
      case "hide" -> false;
      default -> throw HttpProblem.badRequest("patient is show or hide");
    };
  }

  private static int page(String value) {
    if (!value.matches("[1-9]\\d{0,3}")) {
      throw HttpProblem.badRequest("page is a number from 1");
    }
    return Integer.parseInt(value);
  }

  private Arrival arrival(Question question) {
    return ledger.arrivals(question.exchangeId(), 0).stream()
        .filter(source::mayBeEcg)
        .filter(
            arrival ->
                question.instance().isEmpty()
                    || question.instance().get().equals(arrival.facts().sopInstance()))
        .findFirst()
        .orElseThrow(() -> HttpProblem.notFound("the exchange holds no such ECG"));
  }

  private void answer(RoutingContext context, Question question, Exchange exchange, Arrival arrival)
      throws IOException, EcgFormatException {
    String site = sites.get().ofExchange(exchange.siteId()).name();
    Recording recording =
        source
            .recording(arrival)
            .orElseThrow(() -> HttpProblem.notFound("the object holds no ECG that can be drawn"));
    List<Finding> findings = source.findings(recording);
    List<Verdict> verdicts = source.verdicts(recording, exchange.siteId());
    String tag = tag(question, arrival, List.of(site, findings.toString(), verdicts.toString()));
    context.response().putHeader("ETag", tag).putHeader("Cache-Control", "private, no-cache");
    if (known(context, tag)) {
      var unused = context.response().setStatusCode(304).end();
      return;
    }
    byte[] bytes =
        question.form() == Form.JSON
            ? RecordingJson.write(recording, findings, verdicts, question.patientShown())
            : drawn(context, question, recording, new Said(site, findings));
    var unused =
        context
            .response()
            .putHeader("Content-Type", question.form().mediaType)
            .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            .end(Buffer.buffer(bytes));
  }

  /** What a drawing says beside what the recording says itself. */
  private record Said(String site, List<Finding> findings) {}

  private byte[] drawn(RoutingContext context, Question question, Recording recording, Said said) {
    boolean english = question.options().language() == Language.EN;
    List<String> words = said.findings().stream().map(f -> english ? f.en() : f.zh()).toList();
    SheetCaption caption = new SheetCaption(said.site(), question.patientShown(), words);
    Drawing drawing = EcgSheet.draw(recording, caption, question.options());
    if (question.form() == Form.PDF) {
      return pdf.write(drawing);
    }
    int pages = drawing.pages().size();
    if (question.page() > pages) {
      throw HttpProblem.notFound("the drawing has " + pages + " sheets");
    }
    context.response().putHeader("Farsight-Sheets", Integer.toString(pages));
    return SvgDrawing.write(drawing, question.page() - 1);
  }

  /** Of what is asked for, what it is made of, and the program that makes it. */
  private static String tag(Question question, Arrival arrival, List<String> said) {
    String version = EcgHandlers.class.getPackage().getImplementationVersion();
    List<String> filters = question.options().filters().stream().map(Enum::name).sorted().toList();
    String all =
        String.join(
            "\n",
            arrival.content().digest(),
            question.form().name(),
            question.options().with(java.util.Set.of()).toString(),
            filters.toString(),
            question.patientShown() + " " + question.page(),
            String.join("\n", said),
            String.valueOf(version));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** If-None-Match (RFC 9110 §13.1.2). */
  private static boolean known(RoutingContext context, String tag) {
    for (String header : context.request().headers().getAll("If-None-Match")) {
      for (String one : header.split(",", -1)) {
        String bare = one.strip().replaceFirst("^W/", "");
        if (bare.equals(tag) || bare.equals("*")) {
          return true;
        }
      }
    }
    return false;
  }
}
