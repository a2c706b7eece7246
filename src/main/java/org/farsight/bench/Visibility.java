package org.farsight.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.farsight.bench.ReceiveReport.Visible;
import org.farsight.dicom.service.StorageScu;

/** How long after the answer of its C-STORE an object can be seen by those who ask. */
final class Visibility {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final LoadClient client;
  private final Consumer<String> progress;
  private final HttpClient http = HttpClient.newHttpClient();

  Visibility(LoadClient client, Consumer<String> progress) {
    this.client = client;
    this.progress = progress;
  }

  /** One entry for each view of the server that exists. */
  List<Visible> measure(Peer peer, int objects) throws IOException, InterruptedException {
    List<Visible> found = new ArrayList<>();
    for (Map.Entry<String, String> view : new TreeMap<>(peer.views()).entrySet()) {
      progress.accept("visible at " + peer.name() + " " + view.getKey());
      if (exists(view.getValue())) {
        List<Double> millis = new ArrayList<>();
        ObjectTemplate ecg = BenchObjects.ecg();
        try (StorageScu association = client.open(peer.address(), ecg)) {
          for (int i = 0; i < objects; i++) {
            String study = client.uids().next();
            ecg.become(study, client.uids().next(), client.uids().next());
            LoadClient.store(association, ecg);
            long answered = System.nanoTime();
            await(Peer.view(view.getValue(), study, ecg.instance()), study);
            millis.add((System.nanoTime() - answered) / 1e6);
          }
        }
        // the first ones warm up the way through the server
        found.add(new Visible(peer.name(), view.getKey(), millis.subList(objects / 3, objects)));
      }
    }
    return found;
  }

  private boolean exists(String view) throws IOException, InterruptedException {
    URI nothing = Peer.view(view, BenchUids.placeholder(9), BenchUids.placeholder(9));
    return get(nothing).statusCode() < 300;
  }

  private void await(URI view, String study) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!get(view).body().contains(study)) {
      if (System.nanoTime() > end) {
        throw new IOException(view + " does not show what was stored");
      }
    }
  }

  private HttpResponse<String> get(URI view) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(view)
            .header("Accept", "application/dicom+json, application/json")
            .timeout(PATIENCE)
            .GET()
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
