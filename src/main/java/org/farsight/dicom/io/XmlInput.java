package org.farsight.dicom.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML in UTF-8 from outside: without a DTD, so without entities, and without looking elsewhere. */
final class XmlInput {

  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private XmlInput() {}

  /**
   * Opens a document.
   *
   * @param deepest elements within elements
   */
  static XMLStreamReader open(InputStream in, int deepest) throws XMLStreamException, IOException {
    return factory(deepest).createXMLStreamReader(text(in));
  }

  private static XMLInputFactory factory(int deepest) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty("jdk.xml.maxElementDepth", deepest);
    // these count references to characters too; there are no other entities
    factory.setProperty("jdk.xml.totalEntitySizeLimit", 0);
    factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", 0);
    return factory;
  }

  /** The characters; a parser of bytes would print what is wrong with them. */
  private static Reader text(InputStream in) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(in);
    bytes.mark(BOM.length);
    if (!Arrays.equals(bytes.readNBytes(BOM.length), BOM)) {
      bytes.reset();
    }
    return new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
  }
}
