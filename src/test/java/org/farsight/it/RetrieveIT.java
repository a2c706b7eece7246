package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.it.QueryIT.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** DCMTK's getscu and movescu fetch from a running engine what devices have stored. */
@Timeout(300)
class RetrieveIT {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private RunningEngine engine;

  @SuppressWarnings("NullAway.Init")
  private Dcmtk.StoreScp reader;

  @SuppressWarnings("NullAway.Init")
  private Dcmtk.StoreScp sitePacs;

  @BeforeEach
  void start() throws IOException {
    Dcmtk.require("getscu", "movescu", "storescp");
    reader = Dcmtk.StoreScp.start(Files.createDirectory(folder.resolve("reader")));
    sitePacs = Dcmtk.StoreScp.start(Files.createDirectory(folder.resolve("pacs")));
    engine =
        RunningEngine.in(
            Files.createDirectory(folder.resolve("engine")),
            "dicom.workstations=READER1@127.0.0.1:" + reader.port(),
            "sites.lakeside.addresses=LAKE_PACS@127.0.0.1:" + sitePacs.port());
  }

  @AfterEach
  void stop() throws IOException {
    if (engine != null) {
      engine.close();
      reader.close();
      sitePacs.close();
    }
  }

  private static Said said(String patientId) {
    String study = Uid.random();
    return new Said(study, study + ".1", "CT", patientId, "Fetch^One=取^一", "20260301");
  }

  private List<PushedObject> push(String aet, Said said, int count) throws IOException {
    List<PushedObject> objects = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      objects.add(QueryIT.object(said, i));
    }
    assertThat(new Device(aet, engine.dicom()).push(objects)).containsOnly(Status.SUCCESS);
    return objects;
  }

  private Dcmtk.Run run(String tool, String aet, List<String> options, Map<Integer, String> keys)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tool, "-d", "-S", "-aet", aet));
    command.addAll(List.of("-aec", "FARSIGHT"));
    command.addAll(options);
    keys.forEach(
        (tag, value) ->
            command.addAll(
                List.of("-k", "%04x,%04x=%s".formatted(tag >>> 16, tag & 0xFFFF, value))));
    command.addAll(List.of("127.0.0.1", String.valueOf(engine.dicom().port())));
    return Dcmtk.run(command.toArray(String[]::new));
  }

  private Dcmtk.Run get(String aet, Path into, Map<Integer, String> keys)
      throws IOException, InterruptedException {
    return run("getscu", aet, List.of("+B", "-od", into.toString()), keys);
  }

  private Dcmtk.Run move(String aet, String destination, Map<Integer, String> keys)
      throws IOException, InterruptedException {
    return run("movescu", aet, List.of("-aem", destination), keys);
  }

  private static Map<Integer, String> study(Said said) {
    return Map.of(Tag.QUERY_RETRIEVE_LEVEL, "STUDY", Tag.STUDY_INSTANCE_UID, said.study());
  }

  /** Digests of the data sets of the DICOM files in a folder, by SOP Instance UID. */
  private static Map<String, String> received(Path in) throws IOException {
    Map<String, String> digests = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(in)) {
      for (Path file : files) {
        if (!file.toString().endsWith(".log")) {
          try (Part10File part10 = Part10File.open(file)) {
            digests.put(part10.sopInstance().orElse("?"), Digest.ofDataSet(file));
          }
        }
      }
    }
    return digests;
  }

  private static Map<String, String> sent(List<PushedObject> objects) {
    return objects.stream()
        .collect(Collectors.toMap(PushedObject::sopInstance, PushedObject::digest));
  }

  /** The same as data sets: getscu takes one transfer syntax per class, and that is implicit VR. */
  private static Map<String, DataSet> contents(Path in) throws IOException {
    Map<String, DataSet> contents = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(in)) {
      for (Path file : files) {
        try (Part10File part10 = Part10File.open(file)) {
          DataSet object =
              DataSetReader.read(part10.dataSet(), part10.transferSyntax(), ReadOptions.DEFAULT);
          contents.put(part10.sopInstance().orElse("?"), object);
        }
      }
    }
    return contents;
  }

  private static Map<String, DataSet> contents(List<PushedObject> objects) throws IOException {
    Map<String, DataSet> contents = new HashMap<>();
    for (PushedObject object : objects) {
      TransferSyntax syntax = TransferSyntax.of(object.context().transferSyntax());
      contents.put(
          object.sopInstance(), DataSetReader.read(object.dataSet(), syntax, ReadOptions.DEFAULT));
    }
    return contents;
  }

  @Test
  void whatASiteHasStoredItsDevicesGetBack() throws Exception {
    Said said = said("GET1");
    List<PushedObject> objects = push("LAKE_CT", said, 5);
    push("LAKE_CT", said("GET2"), 1);
    Path all = Files.createDirectory(folder.resolve("all"));
    Path one = Files.createDirectory(folder.resolve("one"));

    Dcmtk.Run whole = get("LAKE_CT", all, study(said));
    Dcmtk.Run single =
        get(
            "LAKE_CT",
            one,
            Map.of(
                Tag.QUERY_RETRIEVE_LEVEL, "IMAGE",
                Tag.STUDY_INSTANCE_UID, said.study(),
                Tag.SERIES_INSTANCE_UID, said.series(),
                Tag.SOP_INSTANCE_UID, objects.get(2).sopInstance()));

    assertThat(whole.output()).contains("0x0000: Success");
    assertThat(contents(all)).isEqualTo(contents(objects));
    assertThat(single.output()).contains("0x0000: Success");
    assertThat(contents(one)).isEqualTo(contents(objects.subList(2, 3)));
    assertThat(EngineView.story(engine.view().find(said.study()).getFirst(), "en"))
        .anyMatch(line -> line.contains("C-GET by LAKE_CT, 5 objects"))
        .filteredOn(line -> line.contains("were retrieved"))
        .hasSize(1);
    assertThat(EngineView.story(engine.view().find(said.study()).getFirst(), "zh"))
        .anyMatch(line -> line.contains("影像被调阅：C-GET by LAKE_CT"));
  }

  @Test
  void aSiteCannotGetAnotherSitesStudy() throws Exception {
    Said said = said("OTHER1");
    push("LAKE_CT", said, 2);
    Path into = Files.createDirectory(folder.resolve("into"));

    Dcmtk.Run run = get("HILL_CT", into, study(said));

    assertThat(run.output()).contains("0x0000: Success");
    assertThat(received(into)).isEmpty();
    assertThat(move("HILL_CT", "LAKE_PACS", study(said)).output()).contains("0xa801");
    assertThat(received(sitePacs.folder())).isEmpty();
    assertThat(EngineView.story(engine.view().find(said.study()).getFirst(), "en"))
        .noneMatch(line -> line.contains("retrieved"));
  }

  @Test
  void aStudyMovesToAWorkstationAndToItsOwnSitesArchive() throws Exception {
    Said said = said("MOVE1");
    List<PushedObject> objects = push("LAKE_CT", said, 4);

    Dcmtk.Run toReader = move("READER1", "READER1", study(said));
    assertThat(toReader.output()).as(toReader.output()).contains("0x0000: Success");
    awaitReceived(reader, objects);

    Dcmtk.Run toPacs = move("LAKE_CT", "LAKE_PACS", study(said));
    assertThat(toPacs.output()).contains("0x0000: Success");
    awaitReceived(sitePacs, objects);

    assertThat(move("LAKE_CT", "READER1", study(said)).output())
        .as("a site's device names addresses of its own site")
        .contains("0xa801");
    assertThat(move("READER1", "LAKE_PACS", study(said)).output()).contains("0x0000: Success");
    assertThat(EngineView.story(engine.view().find(said.study()).getFirst(), "en"))
        .anyMatch(line -> line.contains("C-MOVE to READER1@127.0.0.1:" + reader.port()));
  }

  private static void awaitReceived(Dcmtk.StoreScp scp, List<PushedObject> objects) {
    await()
        .atMost(20, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(received(scp.folder())).isEqualTo(sent(objects)));
  }

  @Test
  void aRetrievalWithoutItsUniqueKeyIsRefused() throws Exception {
    Path into = Files.createDirectory(folder.resolve("into"));
    Dcmtk.Run run =
        get(
            "LAKE_CT",
            into,
            Map.of(Tag.QUERY_RETRIEVE_LEVEL, "SERIES", Tag.SERIES_INSTANCE_UID, "1.2.3"));
    assertThat(run.output()).contains("0xa900");
    assertThat(received(into)).isEmpty();
  }
}
