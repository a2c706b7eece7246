package org.farsight.ecg.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.farsight.ecg.EcgDocument;
import org.farsight.ecg.EcgReaderContract;
import org.farsight.ecg.Subject;
import org.junit.jupiter.api.Test;

/** A PDF is taken as a page; nothing is read out of it. */
class PdfReaderTest {
  private static final byte[] PAGE =
      ("%PDF-1.4\n" + "1 0 obj << /Title (Name^Of a Person) >> endobj\n".repeat(40) + "%%EOF\n")
          .getBytes(StandardCharsets.US_ASCII);

  @Test
  void thePageIsTheFileAndNamesNobody() throws Exception {
    EcgDocument page = (EcgDocument) new PdfReader().content(PAGE);

    assertThat(page.page()).isEqualTo(PAGE);
    assertThat(page.subject()).isEqualTo(Subject.UNNAMED);
    assertThat(page.acquisition().start()).isEmpty();
    assertThat(page.mediaType()).isEqualTo("application/pdf");
  }

  @Test
  void aPageHasNoSamplesAndACutOneIsRefused() {
    assertThatThrownBy(() -> new PdfReader().read(PAGE)).hasMessageContaining("no samples");
    byte[] cut = Arrays.copyOf(PAGE, PAGE.length - 9);
    assertThatThrownBy(() -> new PdfReader().content(cut))
        .hasMessage("the PDF has no end at byte " + cut.length);
    assertThatThrownBy(() -> new PdfReader(99).content(PAGE))
        .hasMessageContaining("longer than 99");
    assertThat(new PdfReader().recognises("%PS".getBytes(StandardCharsets.US_ASCII))).isFalse();
  }

  @Test
  void thePageHoldsTheContract() throws Exception {
    EcgReaderContract contract = new EcgReaderContract(new PdfReader(), PAGE);
    contract.isReadAlikeTwice();
    // behind the end mark nothing is missing but the line end
    contract.isToldWhenCut(1);
    contract.survivesMutations(500, 7);
  }
}
