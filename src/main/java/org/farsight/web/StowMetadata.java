package org.farsight.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.farsight.dicom.web.Composed;
import org.farsight.dicom.web.MetadataRequest;
import org.farsight.dicom.web.MultipartReader;
import org.farsight.dicom.web.PartSpool;
import org.farsight.dicom.web.PartSpools;
import org.farsight.intake.Announced;

/**
 * Objects that come as metadata and bulk data (PS3.18 §10.5.2): {@code multipart/related;
 * type="application/dicom+json"}, or {@code application/dicom+json} where every value is inline;
 * the same with {@code application/dicom+xml}. All parts are read first, into a file where they are
 * long; a request that breaks off keeps nothing.
 */
final class StowMetadata {

  /** Objects put together at the same time: the metadata of each are in memory. */
  private static final int AT_ONCE = 2;

  /** Objects of one request, as parts of one. */
  private static final int MOST_INSTANCES = 100_000;

  private final PartSpools spools;
  private final Semaphore turn = new Semaphore(AT_ONCE, true);

  StowMetadata(PartSpools spools) {
    this.spools = spools;
  }

  /** Keeps the objects of a multipart request. */
  void withBulkData(StowRequest request, MultipartReader multipart) throws IOException {
    try (PartSpool spool = spools.open()) {
      keep(
          request,
          MetadataRequest.read(multipart, address(request), spool, MetadataRequest.LIMITS));
    }
  }

  /** Keeps the objects of a body that is metadata alone, of this media type. */
  void alone(StowRequest request, String essence) throws IOException {
    try (PartSpool spool = spools.open()) {
      InputStream body = request.call().body();
      keep(
          request,
          MetadataRequest.alone(body, essence, address(request), spool, MetadataRequest.LIMITS));
    }
  }

  private static URI address(StowRequest request) {
    try {
      return new URI(request.call().root() + "/studies");
    } catch (URISyntaxException e) {
      throw HttpProblem.badRequest("the Host header is no address");
    }
  }

  private void keep(StowRequest request, MetadataRequest objects) throws IOException {
    boolean more = true;
    while (more && request.instances() < MOST_INSTANCES) {
      turn.acquireUninterruptibly();
      try {
        more = keepNext(request, objects);
      } finally {
        turn.release();
      }
    }
    if (more) {
      request.remark("only the first " + MOST_INSTANCES + " instances of a request are taken");
    }
    if (objects.unreferred() > 0) {
      request.remark(objects.unreferred() + " parts are named by no metadata that could be read");
    }
  }

  private static boolean keepNext(StowRequest request, MetadataRequest objects) throws IOException {
    Optional<Composed> next = objects.next();
    if (next.isEmpty()) {
      return false;
    }
    switch (next.get()) {
      case Composed.Instance one ->
          request.keep(
              new Announced(one.sopClass(), one.sopInstance(), one.syntax().uid()),
              one.study(),
              one.series(),
              one.dataSet());
      case Composed.Refused one ->
          request.refuse(one.sopClass(), one.sopInstance(), one.reason(), one.why());
    }
    return true;
  }
}
