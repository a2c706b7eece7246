package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.farsight.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurement itself, with our engine alone: that it measures, not what it measures. */
class BenchReceiveIT {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void aQuickRunPrintsItsTableAndWritesEveryFigure() throws Exception {
    Path json = folder.resolve("figures.json");
    Path where = Files.createDirectory(folder.resolve("disk"));
    Command.Run run =
        Command.farsight(
            "bench",
            "receive",
            "--quick",
            "--no-orthanc",
            "--no-dcmtk",
            "--no-memory",
            "--workload",
            "ECG 124 KB",
            "--where",
            where.toString(),
            "--json",
            json.toString());
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    assertThat(run.out())
        .contains("Farsight", "limit: group commit", "ECG 124 KB, 4 clients", "Settings");
    JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.path("samples")).hasSize(3);
    for (JsonNode sample : figures.path("samples")) {
      assertThat(sample.path("objects").asInt()).isPositive();
      assertThat(sample.path("perSecond").asDouble()).isPositive();
    }
    assertThat(where).isEmptyDirectory();
  }
}
