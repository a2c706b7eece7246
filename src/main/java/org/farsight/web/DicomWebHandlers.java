package org.farsight.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.SweptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DICOMweb (PS3.18) below {@code /dicom-web}. Each request is answered by a working thread that
 * reads and writes as streams: memory does not grow with the objects. There are as many requests
 * under way as threads; a few wait, more are told 503.
 */
public final class DicomWebHandlers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DicomWebHandlers.class);

  private static final int THREADS = 32;
  private static final int WAITING = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final StowHandler stow;
  private final QidoHandler qido;
  private final WadoHandler wado;
  private final FramesHandler frames;
  private final RenderedHandler rendered;
  private final MetadataHandler metadata;
  private final long longestBody;
  private final ThreadPoolExecutor workers;

  /** Answers one request on a working thread. */
  private interface Answer {
    void to(DicomWebCall call) throws IOException;
  }

  /**
   * Answers with these.
   *
   * @param longestBody bytes of a request
   */
  public DicomWebHandlers(
      StowHandler stow, Catalogue catalogue, ContentStore store, long longestBody) {
    this.stow = stow;
    this.qido = new QidoHandler(catalogue);
    StoredInstances objects = new StoredInstances(catalogue, store);
    this.wado = new WadoHandler(objects);
    this.frames = new FramesHandler(objects);
    this.rendered = new RenderedHandler(objects, frames);
    this.metadata = new MetadataHandler(objects, frames);
    this.longestBody = longestBody;
    ThreadFactory threads = Thread.ofPlatform().name("dicom-web-", 0).daemon().factory();
    this.workers =
        new ThreadPoolExecutor(
            THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), threads);
    workers.allowCoreThreadTimeOut(true);
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    String studies = DicomWebCall.ROOT + "/studies";
    router.post(studies).handler(withBody(stow::store));
    router.post(studies + "/:study").handler(withBody(stow::store));
    String study = studies + "/:study";
    router.get(studies).handler(withoutBody(qido::studies));
    router.get(DicomWebCall.ROOT + "/series").handler(withoutBody(qido::series));
    router.get(study + "/series").handler(withoutBody(qido::series));
    router.get(DicomWebCall.ROOT + "/instances").handler(withoutBody(qido::instances));
    router.get(study + "/instances").handler(withoutBody(qido::instances));
    router.get(study + "/series/:series/instances").handler(withoutBody(qido::instances));
    String series = study + "/series/:series";
    String instance = series + "/instances/:instance";
    for (String level : List.of(study, series, instance)) {
      router.get(level).handler(withoutBody(wado::retrieve));
      router.get(level + "/metadata").handler(withoutBody(metadata::metadata));
    }
    router.get(instance + "/frames/:frames").handler(withoutBody(frames::frames));
    router.get(instance + "/rendered").handler(withoutBody(rendered::rendered));
    router.get(instance + "/frames/:frames/rendered").handler(withoutBody(rendered::rendered));
    router.get(instance + "/bulkdata/*").handler(withoutBody(metadata::bulkData));
  }

  private Handler<RoutingContext> withBody(Answer answer) {
    return context -> {
      var request = context.request().pause();
      if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
        var unused = context.response().writeContinue();
      }
      RequestBody body =
          new RequestBody(request, context.vertx().getOrCreateContext(), PATIENCE, longestBody);
      hand(new DicomWebCall(context, body), answer, body);
    };
  }

  private Handler<RoutingContext> withoutBody(Answer answer) {
    return context -> hand(new DicomWebCall(context, null), answer, () -> {});
  }

  private void hand(DicomWebCall call, Answer answer, AutoCloseable body) {
    try {
      workers.execute(() -> run(call, answer, body));
    } catch (RejectedExecutionException e) {
      call.header("Retry-After", "5");
      call.problem(new HttpProblem(503, "busy", "too many DICOMweb requests at once"));
      close(body);
    }
  }

  private static void run(DicomWebCall call, Answer answer, AutoCloseable body) {
    try {
      answer.to(call);
    } catch (HttpProblem e) {
      call.problem(e);
    } catch (SweptException e) {
      call.problem(HttpProblem.swept()); // between the question and the answer
    } catch (IOException e) {
      log.info("{} {} broke off: {}", call.request().method(), call.request().path(), e.toString());
      call.problem(new HttpProblem(500, "broken off", "the request could not be answered whole"));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // the message may hold anything: only class and place belong into a log that people share
      log.error(
          "{} {} failed: {} at {}",
          call.request().method(),
          call.request().path(),
          e.getClass().getName(),
          e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
      call.problem(new HttpProblem(500, "processing failure", "the request could not be answered"));
    } finally {
      close(body);
    }
  }

  private static void close(AutoCloseable body) {
    try {
      body.close();
    } catch (Exception e) {
      log.debug("a request's body did not close", e);
    }
  }

  /** Lets requests under way end within some seconds. */
  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
