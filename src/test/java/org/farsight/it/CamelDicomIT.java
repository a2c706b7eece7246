package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.farsight.camel.dicom.CamelApplication;
import org.farsight.camel.dicom.DicomHeaders;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The {@code dicom:} component of a plain Camel application and the tools of DCMTK. */
@Timeout(120)
class CamelDicomIT {

  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final Map<String, byte[]> received = Collections.synchronizedMap(new TreeMap<>());

  private CamelApplication listening() throws Exception {
    return new CamelApplication(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(CamelApplication.LISTEN + "&operations=store,find")
                .routeId("in")
                .choice()
                .when(header(DicomHeaders.REQUESTED_OPERATION).isEqualTo("find"))
                .process(e -> e.getMessage().setBody(List.of(study("1"), study("2"))))
                .otherwise()
                .process(
                    e ->
                        received.put(
                            e.getIn().getHeader(DicomHeaders.SOP_INSTANCE_UID, String.class),
                            e.getIn().getBody(InputStream.class).readAllBytes()));
          }
        });
  }

  private static DataSet study(String id) {
    return new DataSet()
        .put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "STUDY")
        .put(Tag.PATIENT_ID, VR.LO, "PATIENT-" + id)
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2." + id);
  }

  private Path file(DataSet image) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File.write(out, image, EXPLICIT, "TEST");
    return Files.write(folder.resolve("image.dcm"), out.toByteArray());
  }

  @Test
  void storescuStoresAndFindscuFinds() throws Exception {
    Dcmtk.require("storescu", "findscu", "echoscu");
    DataSet image = CamelApplication.image();
    try (CamelApplication application = listening()) {
      String port = Integer.toString(application.consumer("in").port());
      assertThat(Dcmtk.run("echoscu", "127.0.0.1", port).exitCode()).isZero();
      Dcmtk.Run stored = Dcmtk.run("storescu", "-xe", "127.0.0.1", port, file(image).toString());
      assertThat(stored.exitCode()).as(stored.output()).isZero();
      Dcmtk.Run found =
          Dcmtk.run(
              "findscu",
              "-v",
              "-S",
              "-k",
              "QueryRetrieveLevel=STUDY",
              "-k",
              "PatientID",
              "-k",
              "StudyInstanceUID",
              "127.0.0.1",
              port);
      assertThat(found.exitCode()).as(found.output()).isZero();
      assertThat(found.output()).contains("PATIENT-1", "PATIENT-2");
    }
    assertThat(received).containsOnlyKeys(image.string(Tag.SOP_INSTANCE_UID).orElseThrow());
    assertThat(received.values().iterator().next())
        .isEqualTo(DataSetWriter.toBytes(image, EXPLICIT));
  }

  @Test
  void storescpThatTakesOnlyImplicitLittleEndianGetsAnObjectReEncoded() throws Exception {
    Dcmtk.require("storescp");
    DataSet image = CamelApplication.image();
    Path archive = Files.createDirectory(folder.resolve("archive"));
    try (CamelApplication application = listening();
        Dcmtk.StoreScp scp = Dcmtk.StoreScp.start(archive, "+xi")) {
      Exchange answer =
          application
              .template()
              .request("dicom:ARCHIVE@127.0.0.1:" + scp.port(), e -> e.getIn().setBody(image));
      assertThat(answer.getException()).isNull();
      assertThat(answer.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
      assertThat(answer.getMessage().getHeader(DicomHeaders.SENT_TRANSFER_SYNTAX_UID))
          .isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
    }
    try (Stream<Path> list = Files.list(archive)) {
      Path stored = list.filter(f -> !f.toString().endsWith(".log")).findFirst().orElseThrow();
      try (Part10File file = Part10File.open(stored)) {
        assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        assertThat(file.readDataSet(ReadOptions.DEFAULT)).isEqualTo(image);
      }
    }
  }
}
