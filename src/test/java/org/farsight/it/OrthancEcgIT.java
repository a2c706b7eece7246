package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.Uid;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.waveform.WaveformIdentity;
import org.farsight.ecg.waveform.WaveformReader;
import org.farsight.peer.Orthanc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * ECGs of every format, posted as files: Orthanc holds each as a DICOM ECG, exact to the sample.
 */
@Timeout(600)
class OrthancEcgIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void eachIsThereAsAnEcgWithEverySampleOfItsFile() throws Exception {
    Orthanc.require();
    Map<Path, Recording> ecgs = ecgs();
    Path data = Files.createDirectories(folder.resolve("orthanc"));
    try (Orthanc orthanc = Orthanc.start(data, List.of());
        RunningEngine engine =
            RunningEngine.in(
                folder.resolve("engine"), EngineHome.archive(orthanc.address().toString()))) {
      for (Path file : ecgs.keySet()) {
        var answer = engine.view().post("/ecg?site=" + EngineHome.SITE, Files.readAllBytes(file));
        assertThat(answer.status()).isEqualTo(202);
      }
      assertThat(engine.view().awaitAllDone(Set.of()))
          .filteredOn(exchange -> exchange.path("kind").asText().equals("ECG"))
          .hasSize(ecgs.size());
      for (Map.Entry<Path, Recording> ecg : ecgs.entrySet()) {
        isThere(orthanc, ecg.getKey(), ecg.getValue());
      }
      assertThat(JSON.readTree(orthanc.get("/instances"))).hasSize(ecgs.size());
    }
  }

  private void isThere(Orthanc orthanc, Path file, Recording source) throws Exception {
    String uid = WaveformIdentity.instanceOf(Digest.of(Files.readAllBytes(file)));
    JsonNode found = JSON.readTree(orthanc.post("/tools/lookup", uid));
    assertThat(found).as("%s at Orthanc", file.getFileName()).hasSize(1);
    String path = found.path(0).path("Path").asText();
    JsonNode tags = JSON.readTree(orthanc.get(path + "/simplified-tags"));
    assertThat(tags.path("Modality").asText()).isEqualTo("ECG");
    assertThat(tags.path("SOPClassUID").asText()).isEqualTo(Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE);

    Path fetched = folder.resolve(uid + ".dcm");
    Files.write(fetched, fetch(orthanc, path + "/file"));
    Recording back = new WaveformReader().read(Files.readAllBytes(fetched));
    assertThat(back.sampleDigest()).isEqualTo(source.sampleDigest());
    List<IndependentReader.Row> rows =
        IndependentReader.read("read_made_waveform.py", "numpy, pydicom", fetched);
    for (Lead lead : source.leads()) {
      assertThat(rows)
          .as("%s lead %s by pydicom", file.getFileName(), lead.label())
          .anyMatch(row -> row.name().equals(lead.label()) && isSame(row.samples(), lead));
    }
  }

  private static boolean isSame(int[] samples, Lead lead) {
    boolean same = samples.length == lead.samples().length();
    for (int i = 0; same && i < samples.length; i++) {
      same = lead.samples().isMissing(i) || lead.samples().at(i) == samples[i];
    }
    return same;
  }

  private static byte[] fetch(Orthanc orthanc, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(orthanc.http(path)).build();
      return http.send(request, BodyHandlers.ofByteArray()).body();
    }
  }

  private static Map<Path, Recording> ecgs() throws Exception {
    Map<Path, Recording> ecgs = new LinkedHashMap<>();
    List<String> digests = new ArrayList<>();
    for (Path path : SampleFiles.below(Path.of("test-data/ecg"))) {
      byte[] bytes = Files.readAllBytes(path);
      Optional<EcgReader> reader = EcgFormats.standard().readerOf(bytes);
      // a page has no samples
      if (reader.isPresent() && reader.get().content(bytes) instanceof Recording recording) {
        digests.add(recording.sampleDigest());
        ecgs.put(path, recording);
      }
    }
    assertThat(digests).hasSizeGreaterThanOrEqualTo(8).doesNotHaveDuplicates();
    return ecgs;
  }
}
