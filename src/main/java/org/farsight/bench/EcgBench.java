package org.farsight.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How long an ECG takes from {@code POST /ecg} until its Task is at the FHIR server, at a given
 * rate: what is late waits for nobody, and counts from when it was due.
 */
public final class EcgBench {
  /** What the patients of the bench are called. */
  public static final Pattern PATIENT = Pattern.compile("BENCH\\d{6}");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Consumer<String> progress;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * What to do.
   *
   * @param template text of an ECG file
   * @param patientId the id of its patient, which becomes another one each time
   * @param rate ECGs a second
   * @param warmUp time before what counts
   * @param time how long it counts
   */
  public record Options(
      String template, String patientId, double rate, Duration warmUp, Duration time) {}

  /**
   * What came of it.
   *
   * @param millis of each ECG whose Task came
   * @param errors what went wrong, in words
   * @param engine CPU seconds of the engine in the time that counts
   * @param hospital CPU seconds of the FHIR server's process; 0 where there is none
   * @param seconds that counted
   */
  public record Outcome(
      List<Double> millis, List<String> errors, double engine, double hospital, double seconds) {
    public Outcome {
      millis = List.copyOf(millis);
      errors = List.copyOf(errors);
    }

    /** Milliseconds that so many percent of the ECGs did not exceed. */
    public double percentile(double percent) {
      long[] micros = millis.stream().mapToLong(one -> Math.round(one * 1000)).toArray();
      return Statistics.percentile(micros, percent) / 1000;
    }
  }

  /**
   * @param progress is told what is going on
   */
  public EcgBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * Runs to the end.
   *
   * @param hospital process of the FHIR server; 0 for none
   */
  public Outcome run(EnginePeer engine, FhirGate gate, long hospital, Options options)
      throws InterruptedException {
    Queue<String> errors = new ConcurrentLinkedQueue<>();
    int before = (int) Math.ceil(options.rate() * options.warmUp().toMillis() / 1000);
    int all = before + (int) Math.ceil(options.rate() * options.time().toMillis() / 1000);
    List<Long> due = new ArrayList<>();
    double engineBefore = 0;
    double hospitalBefore = 0;
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < all; i++) {
        long at = begin + (long) (i / options.rate() * 1e9);
        TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
        if (i == before) {
          engineBefore = cpu(engine.pid().orElse(0));
          hospitalBefore = cpu(hospital);
        }
        int number = i;
        due.add(at);
        var unused = threads.submit(() -> post(engine.ecgs(), options, number, errors));
        progress.accept("%d of %d sent, %d at the FHIR server".formatted(i + 1, all, gate.count()));
      }
      await(gate, all);
    }
    double seconds = (System.nanoTime() - due.get(before)) / 1e9;
    List<Double> millis = new ArrayList<>();
    for (int i = before; i < all; i++) {
      Optional<Long> arrived = gate.arrived(patient(i));
      if (arrived.isPresent()) {
        millis.add((arrived.get() - due.get(i)) / 1e6);
      } else {
        errors.add("an ECG without a Task after " + PATIENCE.toSeconds() + " s");
      }
    }
    return new Outcome(
        millis,
        List.copyOf(errors),
        cpu(engine.pid().orElse(0)) - engineBefore,
        cpu(hospital) - hospitalBefore,
        seconds);
  }

  private static void await(FhirGate gate, int all) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (gate.count() < all && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static double cpu(long pid) {
    return pid == 0 ? 0 : ProcessFigures.of(pid).cpuSeconds().orElse(0.0);
  }

  private static String patient(int number) {
    return "BENCH%06d".formatted(number);
  }

  private void post(URI address, Options options, int number, Queue<String> errors) {
    byte[] file =
        options
            .template()
            .replace(options.patientId(), patient(number))
            .getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(file))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        errors.add("POST /ecg answered " + status);
      }
    } catch (IOException e) {
      errors.add("POST /ecg: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      errors.add("interrupted");
    }
  }
}
