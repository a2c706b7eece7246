package org.farsight.fhir;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.ObjectFacts;

/**
 * The document of an Encapsulated PDF object (PS3.3 §A.45.1).
 *
 * @param pdf its bytes without the padding of the element
 * @param title Document Title (0042,0010)
 */
record EncapsulatedPage(byte[] pdf, Optional<String> title) {

  private static final String ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1";

  /** Whether an object is the page of an ECG. */
  static boolean mayBeEcg(ObjectFacts facts) {
    return facts.sopClass().equals(ENCAPSULATED_PDF) && facts.modality().equals("ECG");
  }

  static EncapsulatedPage read(ContentStore store, Arrival arrival, int most)
      throws IOException, DicomFormatException {
    byte[] bytes = store.read(arrival.content(), most);
    TransferSyntax syntax = TransferSyntax.of(arrival.facts().transferSyntax());
    DataSet object = DataSetReader.read(bytes, syntax, ReadOptions.DEFAULT);
    byte[] document = object.bytes(Tag.ENCAPSULATED_DOCUMENT);
    if (document.length == 0) {
      throw new DicomFormatException("no document", 0, "(0042,0011)");
    }
    // present since 2019, for readers that are disturbed by the padding of an odd length
    long length = object.longInteger(Tag.ENCAPSULATED_DOCUMENT_LENGTH).orElse(document.length);
    byte[] pdf =
        length > 0 && length < document.length ? Arrays.copyOf(document, (int) length) : document;
    return new EncapsulatedPage(pdf, object.string(Tag.DOCUMENT_TITLE));
  }

  /** A page shows a person. */
  @Override
  public String toString() {
    return "EncapsulatedPage[" + pdf.length + " bytes]";
  }
}
