package org.farsight.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.ecg.drawing.EcgSheet;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.ecg.drawing.SheetCaption;
import org.farsight.ecg.drawing.SheetOptions;
import org.farsight.ecg.drawing.SvgDrawing;
import org.farsight.ecg.scp.ScpReader;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.fhir.ConversionOptions;
import org.farsight.fhir.Conversions;
import org.farsight.fhir.KeptFiles;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An SCP-ECG record of 10 s and 12 leads, second differences in the standard's Huffman code: how
 * long each step from its bytes to what is sent and shown takes, warm, on one core
 * (docs/performance.md).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EcgBenchmark {
  private static final Path FILE = Path.of("test-data", "ecg", "scp", "hewan-normal.scp");
  private static final SheetCaption CAPTION = new SheetCaption("湖滨卫生院", true, List.of());
  private static final ConversionOptions OPTIONS =
      new ConversionOptions("http://localhost:8080/dicom-web", "0.1.0", "reading", "影像中心");

  private final KeptFiles kept = new KeptFiles();
  private final ScpReader reader = new ScpReader();
  private final PdfDrawing pdf = new PdfDrawing();
  private final Conversions conversions = new Conversions(kept, OPTIONS);
  private byte[] file = new byte[0];
  private List<Arrival> arrivals = List.of();
  private Optional<Recording> recording = Optional.empty();

  /** Reads the file, and what the later steps begin with. */
  @Setup
  public void read() throws IOException, EcgFormatException {
    file = Files.readAllBytes(FILE);
    Recording read = reader.read(file);
    recording = Optional.of(read);
    String patient = read.subject().id().orElse("");
    arrivals = List.of(kept.ecg("01J0000000000000000000000", FILE, "scp-ecg", patient));
  }

  /** The bytes to a recording. */
  @Benchmark
  public Recording decode() throws EcgFormatException {
    return reader.read(file);
  }

  /** The kept bytes to the JSON of the transaction, reading included, drawings not. */
  @Benchmark
  public Object fhirJson() {
    Exchange exchange = KeptFiles.exchange(arrivals);
    return conversions.convert(exchange, KeptFiles.SITE, arrivals);
  }

  /** A recording to a sheet as SVG. */
  @Benchmark
  public byte[] svg() {
    return SvgDrawing.write(EcgSheet.draw(recording.orElseThrow(), CAPTION, SheetOptions.USUAL), 0);
  }

  /** A recording to a sheet as PDF. */
  @Benchmark
  public byte[] pdf() {
    return pdf.write(EcgSheet.draw(recording.orElseThrow(), CAPTION, SheetOptions.USUAL));
  }
}
