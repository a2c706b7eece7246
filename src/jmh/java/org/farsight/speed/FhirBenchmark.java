package org.farsight.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Exchange;
import org.farsight.fhir.ConversionOptions;
import org.farsight.fhir.Conversions;
import org.farsight.fhir.KeptFiles;
import org.farsight.fhir.Profiles;
import org.farsight.fhir.SpeedSamples;
import org.hl7.fhir.r4.model.Bundle;
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
 * A CT of 1,000 slices to its transaction, headers read from memory included, and the validation of
 * transactions: warm, on one core (docs/performance.md).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 4)
@Fork(1)
public class FhirBenchmark {
  private static final ConversionOptions OPTIONS =
      new ConversionOptions("http://localhost:8080/dicom-web", "0.1.0", "reading", "影像中心");

  private final KeptFiles kept = new KeptFiles();
  private final Conversions conversions = new Conversions(kept, OPTIONS);
  private Optional<Conversions> checked = Optional.empty();
  private Optional<Profiles> profiles = Optional.empty();
  private List<Arrival> ct = List.of();
  private Bundle ecg = new Bundle();
  private Bundle slices = new Bundle();

  /** Makes the objects. */
  @Setup
  public void make() throws IOException, EcgFormatException {
    Profiles read = new Profiles(Path.of("fhir-profiles"));
    read.warmUp();
    profiles = Optional.of(read);
    checked = Optional.of(new Conversions(kept, OPTIONS, EcgFormats.standard(), profiles));
    ct = SpeedSamples.ct(kept, 1000);
    slices = SpeedSamples.bundle(conversions, ct);
    ecg =
        SpeedSamples.bundle(
            conversions,
            List.of(
                kept.ecg(
                    "01J0000000000000000000000",
                    Files.readAllBytes(SpeedSamples.ECG),
                    "aecg",
                    "P1")));
  }

  /** 1,000 kept objects to the JSON of the transaction, without validation. */
  @Benchmark
  public Outcome ct1000() {
    return conversions.convert(KeptFiles.exchange(ct), KeptFiles.SITE, ct);
  }

  /** The same with validation, as it runs. */
  @Benchmark
  public Outcome ct1000Checked() {
    Exchange exchange = KeptFiles.exchange(ct);
    return checked.orElseThrow().convert(exchange, KeptFiles.SITE, ct);
  }

  /** Validation of an ECG of twelve leads of 5,000 samples. */
  @Benchmark
  public List<String> validateEcg() {
    return profiles.orElseThrow().errors(ecg);
  }

  /** Validation of the CT. */
  @Benchmark
  public List<String> validateCt() {
    return profiles.orElseThrow().errors(slices);
  }
}
