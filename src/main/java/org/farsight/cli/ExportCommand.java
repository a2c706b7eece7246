package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code farsight export --month 2026-11}: each site's month in figures. */
@Command(
    name = "export",
    description = "Writes a month's figures of each site as CSV.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--month",
      paramLabel = "MONTH",
      required = true,
      description = "Such as 2026-11, in each site's zone.")
  private String month = "";

  @Option(names = "--site", paramLabel = "SITE", description = "One site (default: all).")
  private @Nullable String site;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where SITE-MONTH.csv are written; none is overwritten (default: here).")
  private Path out = Path.of(".");

  @Mixin private DataFolder data = new DataFolder();

  @Option(
      names = "--lang",
      paramLabel = "zh|en",
      description = "Language (default: zh where the locale is Chinese, else en).")
  private String language = Locale.getDefault().getLanguage().equals("zh") ? "zh" : "en";

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    String lang = Language.isChinese(language) ? "zh" : "en";
    if (!month.matches("\\d{4}-\\d{2}")) {
      throw new CommandFailure("--month is written 2026-11", Main.WRONG_USE);
    }
    Engines engine = data.engine();
    List<String> sites = new ArrayList<>();
    if (site != null) {
      sites.add(site);
    } else {
      JsonNode known = engine.get("/export/" + month).path("sites");
      known.forEach(one -> sites.add(one.asText()));
    }
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new CommandFailure(out + " cannot be made: " + e.getMessage());
    }
    for (String one : sites) {
      Path file = out.resolve(one.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + month + ".csv");
      String path = "/export/" + month + "/" + Engines.encode(one).replace("+", "%20");
      engine.save(path + ".csv?lang=" + lang, file);
      console.out().println(file);
    }
    return Main.DONE;
  }
}
