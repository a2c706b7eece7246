package org.farsight.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.ecg.drawing.EcgSheet;
import org.farsight.ecg.drawing.Language;
import org.farsight.ecg.drawing.Page;
import org.farsight.ecg.drawing.SheetCaption;
import org.farsight.ecg.drawing.SheetOptions;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Sites;
import org.farsight.report.Exhibits;
import org.farsight.report.Report;
import org.farsight.web.EcgSource;
import org.farsight.web.KeyImages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a report shows: its key images, and the ECG as it is drawn everywhere else.
 *
 * @param ledger knows the originals
 * @param ecgs read them
 * @param images render them
 * @param sites in force
 */
record ReportExhibits(Ledger ledger, EcgSource ecgs, KeyImages images, Supplier<Sites> sites)
    implements Exhibits.Source {
  private static final Logger log = LoggerFactory.getLogger(ReportExhibits.class);

  /** Sheets of an ECG at most: a long recording is looked at on a screen. */
  private static final int MOST_SHEETS = 4;

  @Override
  public Exhibits of(Report report, Language language) {
    List<Arrival> arrivals = ledger.arrivals(report.exchangeId(), 0);
    return new Exhibits(pictures(report.keyImages(), arrivals), sheets(report, arrivals, language));
  }

  private List<Exhibits.Image> pictures(List<Report.KeyImage> keys, List<Arrival> arrivals) {
    Map<String, Arrival> byInstance = new HashMap<>();
    arrivals.forEach(arrival -> byInstance.put(arrival.facts().sopInstance(), arrival));
    List<Exhibits.Image> pictures = new ArrayList<>();
    for (Report.KeyImage key : keys) {
      pictures.add(
          Optional.ofNullable(byInstance.get(key.instance()))
              .flatMap(arrival -> images.picture(arrival, key.frame()))
              .<Exhibits.Image>map(
                  shown ->
                      new Exhibits.Image.Shown(key, shown.width(), shown.height(), shown.jpeg()))
              .orElseGet(() -> new Exhibits.Image.Missing(key)));
    }
    return pictures;
  }

  private List<Page> sheets(Report report, List<Arrival> arrivals, Language language) {
    List<Page> sheets = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (sheets.size() < MOST_SHEETS && ecgs.mayBeEcg(arrival)) {
        sheets.addAll(drawn(report, arrival, language));
      }
    }
    return sheets.subList(0, Math.min(sheets.size(), MOST_SHEETS));
  }

  /** One that cannot be read is not drawn; the case's page says why. */
  private List<Page> drawn(Report report, Arrival arrival, Language language) {
    try {
      Optional<Recording> recording = ecgs.recording(arrival);
      if (recording.isEmpty()) {
        return List.of();
      }
      List<String> findings =
          ecgs.findings(recording.get()).stream()
              .map(one -> language == Language.EN ? one.en() : one.zh())
              .toList();
      String site = sites.get().ofExchange(report.examination().siteId()).name();
      return EcgSheet.draw(
              recording.get(),
              new SheetCaption(site, true, findings),
              SheetOptions.USUAL.with(language))
          .pages();
    } catch (IOException | EcgFormatException e) {
      log.warn("the ECG of {} is not in its report: {}", report.exchangeId(), e.toString());
      return List.of();
    }
  }
}
