package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.StorageContext;
import org.farsight.peer.Pydicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WADO-RS out of a running engine: what was stored comes back, in each form it can. */
final class WadoIT {

  private static final String STUDIES = "/studies?site=" + EngineHome.SITE;
  private static final String AS_STORED =
      "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /** A sample and the address at which it is retrieved. */
  private record Kept(SampleFiles.Dicom sample, String address) {}

  @Test
  void allSamplesComeBackByteForByteAndPydicomReadsThem() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<Kept> kept = store(client);
      StringBuilder pairs = new StringBuilder();
      for (Kept one : kept) {
        DicomWebClient.Answer answer = client.get(one.address, AS_STORED);
        assertThat(answer.status()).as(one.toString()).isEqualTo(200);
        List<DicomWebClient.Part> parts = answer.parts();
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().dataSetDigest())
            .as(one.toString())
            .isEqualTo(Digest.ofDataSet(one.sample.path()));
        assertThat(parts.getFirst().type().parameter("transfer-syntax"))
            .contains(one.sample.transferSyntax());
        assertThat(client.get(one.address, "application/dicom; transfer-syntax=*").bytes())
            .isEqualTo(parts.getFirst().bytes());
        Path file = folder.resolve(kept.indexOf(one) + ".dcm");
        Files.write(file, parts.getFirst().bytes());
        pairs.append(one.sample.path()).append('\t').append(file).append('\n');
      }
      assertThat(kept).hasSizeGreaterThan(60);
      assertThat(Pydicom.run(WadoIT.class, "pydicom_same.py", pairs.toString())).isEmpty();
    }
  }

  @Test
  void uncompressedObjectsAreGivenInExplicitVrLittleEndianAndCompressedOnesAreNot()
      throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      int recoded = 0;
      int refused = 0;
      StringBuilder pairs = new StringBuilder();
      String explicit = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
      for (Kept one : store(client)) {
        String asked = "application/dicom; transfer-syntax=" + explicit;
        DicomWebClient.Answer answer = client.get(one.address, asked);
        if (TransferSyntax.of(one.sample.transferSyntax()).encapsulated()) {
          assertThat(answer.status()).as(one.toString()).isEqualTo(406);
          assertThat(answer.json().path("detail").asText()).contains(one.sample.transferSyntax());
          assertThat(client.get(one.address, "application/dicom").status()).isEqualTo(200);
          refused++;
        } else if (!one.sample.transferSyntax().equals("1.2.840.113619.5.2")) {
          assertThat(answer.status()).as(one.toString()).isEqualTo(200);
          try (Part10File file = Part10File.read(new ByteArrayInputStream(answer.bytes()))) {
            assertThat(file.transferSyntax().uid()).isEqualTo(explicit);
          }
          assertThat(client.get(one.address, "application/dicom").bytes())
              .isEqualTo(answer.bytes());
          Path file = folder.resolve(recoded++ + ".dcm");
          Files.write(file, answer.bytes());
          pairs.append(one.sample.path()).append('\t').append(file).append('\n');
        }
      }
      assertThat(recoded).isGreaterThan(30);
      assertThat(refused).isGreaterThan(20);
      assertThat(Pydicom.run(WadoIT.class, "pydicom_same.py", pairs.toString())).isEmpty();
    }
  }

  @Test
  void framesAreThoseThatPydicomCuts() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<Kept> kept = store(client);
      StringBuilder input = new StringBuilder();
      kept.forEach(one -> input.append(one.sample.path()).append('\n'));
      Map<Path, List<String>> theirs = new HashMap<>();
      for (String line :
          Pydicom.run(WadoIT.class, "pydicom_frames.py", input.toString()).split("\n")) {
        String[] cells = line.split("\t");
        theirs.computeIfAbsent(Path.of(cells[0]), p -> new ArrayList<>()).add(cells[2]);
      }
      int frames = 0;
      for (Kept one : kept) {
        List<String> digests = theirs.get(one.sample.path());
        if (digests != null) {
          frames += compare(client, one, digests);
        }
      }
      assertThat(frames).isGreaterThan(80);
    }
  }

  private static int compare(DicomWebClient client, Kept one, List<String> digests)
      throws Exception {
    StringBuilder list = new StringBuilder(String.valueOf(digests.size()));
    for (int i = digests.size() - 1; i >= 1; i--) {
      list.append(',').append(i);
    }
    String accept = "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*";
    DicomWebClient.Answer answer = client.get(one.address + "/frames/" + list, accept);
    assertThat(answer.status()).as(one.toString()).isEqualTo(200);
    List<String> ours = new ArrayList<>();
    for (DicomWebClient.Part part : answer.parts()) {
      ours.addFirst(Digest.of(part.bytes()));
    }
    assertThat(ours).as(one.toString()).isEqualTo(digests);
    DicomWebClient.Answer any = client.get(one.address + "/frames/1", "*/*");
    boolean jpeg = one.sample.transferSyntax().startsWith("1.2.840.10008.1.2.4.5");
    if (jpeg) {
      assertThat(any.type().parameter("type")).contains("image/jpeg");
      assertThat(client.get(one.address + "/frames/1", "image/jpeg").type().essence())
          .isEqualTo("image/jpeg");
    }
    int beyond = digests.size() + 1;
    assertThat(client.get(one.address + "/frames/" + beyond, "").status()).isEqualTo(404);
    return digests.size();
  }

  @Test
  void metadataNameAllThatTheyLeaveOut() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      int bulk = 0;
      for (Kept one : store(client)) {
        DicomWebClient.Answer answer = client.get(one.address + "/metadata", "");
        assertThat(answer.status()).as(one.toString()).isEqualTo(200);
        assertThat(answer.type().essence()).isEqualTo("application/dicom+json");
        JsonNode metadata = answer.json();
        assertThat(metadata).hasSize(1);
        assertThat(metadata.path(0).path("00080018").path("Value").path(0).asText())
            .isEqualTo(one.sample.sopInstance());
        for (JsonNode uri : metadata.findValues("BulkDataURI")) {
          String address = uri.asText().substring(client.root().length());
          DicomWebClient.Answer value = client.get(address, "*/*");
          if (value.status() != 500) { // pixels that cannot be told apart say so
            assertThat(value.status()).as(uri.asText()).isEqualTo(200);
            assertThat(value.bytes().length).isGreaterThan(1024);
          }
          bulk++;
        }
      }
      assertThat(bulk).isGreaterThan(50);
    }
  }

  @Test
  void aStudyComesAsPartsAndWhatIsNotThereIsNotFound() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 7, 64);
      List<byte[]> files = new ArrayList<>();
      for (PushedObject object : study) {
        files.add(DicomWebClient.file(object));
      }
      String url =
          client.store(STUDIES, files).json().path("00081190").path("Value").path(0).asText();
      String address = url.substring(client.root().length());
      for (String accept : List.of("", "*/*", AS_STORED, "text/html, " + AS_STORED + ";q=0.1")) {
        List<DicomWebClient.Part> parts = client.get(address, accept).parts();
        assertThat(parts).hasSize(7);
        for (int i = 0; i < 7; i++) {
          assertThat(parts.get(i).dataSetDigest()).isEqualTo(study.get(i).digest());
        }
      }
      assertThat(client.get(address + "/metadata", "application/json").json()).hasSize(7);
      assertThat(client.get(address, "application/dicom").status()).isEqualTo(406);
      assertThat(client.get(address, "image/png").status()).isEqualTo(406);
      assertThat(client.get(address + "/metadata", "application/dicom+xml").status())
          .isEqualTo(406);
      assertThat(client.get("/studies/" + Uid.random(), "").status()).isEqualTo(404);
      assertThat(client.get("/studies/x.y", "").status()).isEqualTo(400);
      longTextStandsInTheMetadataAndPixelsDoNot(engine, client);
      String instance = address + "/series/" + address.substring(9) + ".1/instances/";
      String one = instance + study.getFirst().sopInstance();
      assertThat(client.get(one, AS_STORED).parts()).hasSize(1);
      assertThat(client.get(one + "/frames/0", "").status()).isEqualTo(400);
      assertThat(client.get(one + "/frames/2", "").status()).isEqualTo(404);
      assertThat(client.get(one + "/bulkdata/7FE00010", "").bytes()).hasSize(64 * 64 * 2);
      assertThat(client.get(one + "/bulkdata/7FE00011", "").status()).isEqualTo(404);
      assertThat(client.get(one + "/bulkdata/x", "").status()).isEqualTo(400);
    }
  }

  /** Stores the samples that do not contradict each other. */
  private static List<Kept> store(DicomWebClient client) throws Exception {
    List<Kept> kept = new ArrayList<>();
    for (SampleFiles.Dicom sample :
        SampleFiles.withoutContradictions(SampleFiles.samples()).getFirst()) {
      DicomWebClient.Answer answer =
          client.store(STUDIES, List.of(Files.readAllBytes(sample.path())));
      JsonNode stored = answer.json().path("00081199").path("Value").path(0);
      String url = stored.path("00081190").path("Value").path(0).asText();
      boolean complete = url.matches(".*/studies/[0-9.]+/series/[0-9.]+/instances/[0-9.]+");
      if (complete) {
        kept.add(new Kept(sample, url.substring(client.root().length())));
      }
    }
    return kept;
  }

  /** Long values are passed over when an object is read, but text has to be there. */
  private static void longTextStandsInTheMetadataAndPixelsDoNot(
      RunningEngine engine, DicomWebClient client) throws Exception {
    PushedObject.Person person = PushedObject.somebody();
    String study = Uid.random();
    PushedObject image = PushedObject.image(study, person, 1, 256);
    DataSet dataSet =
        DataSetReader.read(
                image.dataSet(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, ReadOptions.DEFAULT)
            .put(
                Tag.of(0x3006, 0x0050),
                VR.DS,
                Collections.nCopies(20_000, "1.25").toArray(String[]::new));
    // in explicit VR no DS is that long
    TransferSyntax implicit = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    StorageContext context = new StorageContext(Uid.CT_IMAGE_STORAGE, implicit.uid());
    byte[] bytes = DataSetWriter.toBytes(dataSet, implicit);
    engine.device().push(List.of(new PushedObject(context, image.sopInstance(), bytes)));
    JsonNode metadata = client.get("/studies/" + study + "/metadata", "").json().path(0);
    assertThat(metadata.path("30060050").path("Value")).hasSize(20_000);
    assertThat(metadata.path("7FE00010").path("BulkDataURI").asText()).endsWith("/7FE00010");
    assertThat(metadata.path("00280010").path("Value").path(0).asInt()).isEqualTo(256);
  }
}
