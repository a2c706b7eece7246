package org.farsight.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.dicom.web.StoreBodies.bytes;
import static org.farsight.dicom.web.StoreBodies.image;
import static org.farsight.dicom.web.StoreBodies.json;
import static org.farsight.dicom.web.StoreBodies.message;
import static org.farsight.dicom.web.StoreBodies.octets;
import static org.farsight.dicom.web.StoreBodies.part;
import static org.farsight.dicom.web.StoreBodies.related;
import static org.farsight.dicom.web.StoreBodies.utf8;
import static org.farsight.dicom.web.StoreBodies.xml;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Store requests whose metadata are XML: one document for each object. */
final class MetadataInXmlTest {

  private static final String XML = "Content-Type: application/dicom+xml";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private StoreRequests requests() {
    return new StoreRequests(folder.resolve("parts"));
  }

  @Test
  void theSameObjectInXmlMakesTheSameBytesAsInJson() throws Exception {
    byte[] pixels = bytes(4);
    byte[] inXml = related(part(XML, utf8(xml("1", 2, 2, "uri='p'"))), octets("p", pixels));
    byte[] inJson = message(json(image("1", 2, 2, 8, "\"BulkDataURI\":\"p\"")), "p", pixels);
    assertThat(requests().only(inXml).dataSet().readAllBytes())
        .isEqualTo(requests().only(inJson).dataSet().readAllBytes());
  }

  @Test
  void eachDocumentIsAnObject() throws Exception {
    byte[] body =
        related(
            part(XML, utf8(xml("1", 2, 2, "uri='p'"))),
            octets("p", bytes(4)),
            part(XML, utf8(xml("2", 2, 2, "uuid='6b1b'"))),
            octets("urn:uuid:6b1b", bytes(4)),
            part(XML, utf8(xml("3", 2, 2, "uri='missing'"))));
    List<Composed> made = requests().all(new ByteArrayInputStream(body));
    assertThat(made).hasSize(3);
    assertThat(made.get(0)).isInstanceOf(Composed.Instance.class);
    assertThat(made.get(1)).isInstanceOf(Composed.Instance.class);
    assertThat(made.get(2)).isInstanceOf(Composed.Refused.class);
    byte[] untyped = related(part("X: y", utf8(xml("1", 2, 2, "uri='p'"))), octets("p", bytes(4)));
    assertThat(requests().only(untyped).sopInstance()).isEqualTo("1.2.3.1");
  }

  @Test
  void aDocumentAloneIsTakenToo() throws Exception {
    byte[] document =
        utf8(
            xml("1", 0, 0, "uri='p'").replaceAll("<DicomAttribute tag='7FE0.*", "")
                + "</NativeDicomModel>");
    try (PartSpool spool = requests().spools().open()) {
      MetadataRequest request =
          MetadataRequest.alone(
              new ByteArrayInputStream(document),
              MediaType.DICOM_XML,
              URI.create("http://x/"),
              spool,
              MetadataRequest.LIMITS);
      assertThat(request.next()).containsInstanceOf(Composed.Instance.class);
      assertThat(request.next()).isEmpty();
    }
  }

  @Test
  void aDocumentThatCannotBeReadNamesItsPartAndPlace() throws Exception {
    requests()
        .broken(
            related(octets("p", bytes(3)), part(XML, utf8("<NativeDicomModel><DicomAttribute"))),
            "part 2, metadata",
            "line 1");
    requests().broken(related(part(XML, utf8("{}"))), "part 1, metadata", "XML");
    byte[] tooLong = new byte[17 << 20];
    Arrays.fill(tooLong, (byte) ' ');
    requests().broken(related(part(XML, tooLong)), "part 1", "bytes of XML");
  }
}
