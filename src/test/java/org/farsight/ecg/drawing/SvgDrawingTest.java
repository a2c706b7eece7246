package org.farsight.ecg.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Recording;
import org.farsight.ecg.formats.EcgFormats;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The SVG, parsed again. */
class SvgDrawingTest {
  private static final SheetCaption CAPTION = new SheetCaption("青山镇卫生院", true, List.of());

  @Test
  void theSheetIsAsLargeAsPaperAndItsUnitIsTheMillimetre() throws Exception {
    Element svg = svg(DrawnRecordings.recording(DrawnRecordings.twelve()));
    assertThat(svg.getAttribute("width")).isEqualTo("297mm");
    assertThat(svg.getAttribute("height")).isEqualTo("210mm");
    assertThat(svg.getAttribute("viewBox")).isEqualTo("0 0 297 210");
    assertThat(svg.getAttribute("data-speed")).isEqualTo("25");
    assertThat(svg.getAttribute("data-gain")).isEqualTo("10");
  }

  @Test
  void aTraceSaysWhichSamplesItIsMadeOf() throws Exception {
    Recording recording = DrawnRecordings.recording(DrawnRecordings.twelve());
    Element svg = svg(recording);
    List<Element> traces = all(svg, "polyline", "trace");
    assertThat(traces).hasSize(13);
    for (Element trace : traces) {
      Lead lead =
          recording
              .lead(LeadId.ofName(trace.getAttribute("data-lead")).orElseThrow())
              .orElseThrow();
      assertThat(trace.getAttribute("data-rate")).isEqualTo("500");
      int first = Integer.parseInt(trace.getAttribute("data-first"));
      assertThat(Double.parseDouble(trace.getAttribute("data-start")))
          .isEqualTo(first / 500.0, within(1e-9));
      String[] points = trace.getAttribute("points").split(" ");
      double zero = y(points[0]) + lead.samples().at(first) * 0.025;
      for (int i = 0; i < points.length; i++) {
        double drawn = zero - lead.samples().at(first + i) * 0.025;
        assertThat(y(points[i])).isEqualTo(drawn, within(0.001));
      }
    }
  }

  private static double y(String point) {
    return Double.parseDouble(point.substring(point.indexOf(',') + 1));
  }

  @Test
  void markupInANameIsText() throws Exception {
    String name = "<b>&'李\u0001\ud800";
    Recording recording =
        DrawnRecordings.recording(
            DrawnRecordings.twelve(),
            name,
            List.of("</text><script>alert(1)</script>&amp; ]]> \"\""));
    Element svg = svg(recording);
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(all(svg, "text", "patient"))
        .extracting(Element::getTextContent)
        .contains("<b>&'李\ufffd\ufffd");
    assertThat(all(svg, "text", "text"))
        .extracting(Element::getTextContent)
        .contains("</text><script>alert(1)</script>&amp; ]]> \"\"");
  }

  @Test
  void everyFileOfTheTestDataIsDrawnInEveryLayoutAsWellFormedXml() throws Exception {
    List<Path> files;
    try (Stream<Path> found = Files.walk(Path.of("test-data/ecg"))) {
      // a PDF is a page and no samples
      files =
          found
              .filter(Files::isRegularFile)
              .filter(file -> !file.startsWith("test-data/ecg/pdf"))
              .toList();
    }
    int drawn = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      EcgReader reader = EcgFormats.standard().readerOf(bytes).orElse(null);
      if (reader == null) {
        continue;
      }
      Recording recording = reader.read(bytes);
      for (Layout layout : Layout.values()) {
        Drawing drawing = EcgSheet.draw(recording, CAPTION, SheetOptions.USUAL.with(layout));
        Element svg = parse(SvgDrawing.write(drawing, 0)).getDocumentElement();
        assertThat(all(svg, "polyline", "trace")).hasSizeGreaterThanOrEqualTo(12);
        drawn++;
      }
    }
    assertThat(drawn).isGreaterThanOrEqualTo(8 * 3);
  }

  @Test
  void numbersHaveThreeDigitsAtMost() {
    StringBuilder out = new StringBuilder();
    for (double value : new double[] {0, -0.0004, 1.5, -2.0625, 12.0305, 1e300, 7.12, 0.001}) {
      Decimal.append(out, value).append(' ');
    }
    assertThat(out.toString()).isEqualTo("0 0 1.5 -2.062 12.031 1000000000 7.12 0.001 ");
  }

  private static Element svg(Recording recording) throws Exception {
    Drawing drawing = EcgSheet.draw(recording, CAPTION, SheetOptions.USUAL);
    byte[] svg = SvgDrawing.write(drawing, 0);
    assertThat(new String(svg, StandardCharsets.UTF_8)).startsWith("<?xml version=\"1.0\"");
    return parse(svg).getDocumentElement();
  }

  private static Document parse(byte[] svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    try {
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    } catch (IOException e) {
      throw new AssertionError("not well-formed", e);
    }
  }

  private static List<Element> all(Element svg, String tag, String type) {
    NodeList nodes = svg.getElementsByTagName(tag);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element && element.getAttribute("class").equals(type)) {
        found.add(element);
      }
    }
    return found;
  }
}
