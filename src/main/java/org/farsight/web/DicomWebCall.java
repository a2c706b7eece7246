package org.farsight.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.MultipartWriter;
import org.jspecify.annotations.Nullable;

/** One DICOMweb request while a working thread answers it. */
final class DicomWebCall {

  /** Where all DICOMweb resources begin. */
  static final String ROOT = "/dicom-web";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RoutingContext context;
  private final @Nullable RequestBody body;
  private @Nullable ResponseBody answer;
  private @Nullable MultipartWriter parts;

  DicomWebCall(RoutingContext context, @Nullable RequestBody body) {
    this.context = context;
    this.body = body;
  }

  /** The request's body. */
  RequestBody body() {
    RequestBody present = body;
    if (present == null) {
      throw new IllegalStateException("a request without a body");
    }
    return present;
  }

  HttpServerRequest request() {
    return context.request();
  }

  /** The address that the request comes from. */
  InetAddress client() throws IOException {
    return InetAddress.getByName(context.request().remoteAddress().hostAddress());
  }

  /** A UID of the path; a problem where it is none. */
  String uid(String name) {
    String uid = context.pathParam(name);
    if (!Uid.isValid(uid)) {
      throw HttpProblem.badRequest("the " + name + " in the path is no UID");
    }
    return uid;
  }

  /** A UID of the path, where the path has one of this name. */
  Optional<String> uidIfAny(String name) {
    return context.pathParam(name) == null ? Optional.empty() : Optional.of(uid(name));
  }

  /** The only site whose studies may be shown; empty where all may. */
  Optional<String> site() {
    return Visiting.site(context);
  }

  /** Another piece of the path. */
  String piece(String name) {
    return context.pathParam(name);
  }

  /** The first value of a query parameter. */
  Optional<String> parameter(String name) {
    List<String> values = context.queryParam(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** All query parameters in their order. */
  List<java.util.Map.Entry<String, String>> parameters() {
    return context.queryParams().entries();
  }

  /**
   * What the client accepts, the best first: the query parameter {@code accept} before the header
   * (PS3.18 §8.3.3.1); anything where it says nothing.
   */
  List<MediaType> accepted() {
    String header = String.join(",", context.request().headers().getAll("Accept"));
    String text = parameter("accept").orElse(header);
    return MediaType.accept(text.isBlank() ? "*/*" : text);
  }

  /** The media type of the body. */
  Optional<MediaType> contentType() {
    return Optional.ofNullable(context.request().getHeader("Content-Type"))
        .flatMap(MediaType::parse);
  }

  /** The address under which the client sees {@code /dicom-web}. */
  String root() {
    HttpServerRequest request = context.request();
    return request.scheme() + "://" + request.authority() + ROOT;
  }

  /**
   * Sends status and headers. What is written is whole only after {@link #end}: an answer that is
   * left without it is broken off, so that the client sees it.
   *
   * @param length of the body in bytes; -1 where it is not known
   */
  OutputStream begin(int status, String contentType, long length) {
    HttpServerResponse response = context.response();
    response
        .setStatusCode(status)
        .putHeader("Content-Type", contentType)
        .putHeader("Cache-Control", "no-store");
    if (length >= 0) {
      response.putHeader("Content-Length", Long.toString(length));
    } else {
      response.setChunked(true);
    }
    ResponseBody begun = new ResponseBody(response, PATIENCE);
    answer = begun;
    return begun;
  }

  /**
   * Begins an answer in parts; see {@link #begin}.
   *
   * @param type of the parts, for the parameter {@code type} (RFC 2387)
   */
  MultipartWriter beginMultipart(int status, String type) {
    String boundary = MultipartWriter.boundary();
    String contentType = MediaType.RELATED + "; type=\"" + type + "\"; boundary=" + boundary;
    MultipartWriter begun = new MultipartWriter(begin(status, contentType, -1), boundary);
    parts = begun;
    return begun;
  }

  /** Ends what was begun. */
  void end() throws IOException {
    if (parts != null) {
      parts.close();
    }
    if (answer != null) {
      answer.close();
    }
  }

  /** Adds a header before {@link #begin}. */
  void header(String name, String value) {
    context.response().putHeader(name, value);
  }

  /** A whole answer at once. */
  void send(int status, String contentType, byte[] bytes) throws IOException {
    begin(status, contentType, bytes.length).write(bytes);
    end();
  }

  /** An answer without content. */
  void empty(int status) {
    var unused = context.response().setStatusCode(status).end();
  }

  /** Tells a problem; where the answer has begun already, breaks it off so that it shows. */
  void problem(HttpProblem problem) {
    if (answer != null || context.response().headWritten()) {
      var unused = context.request().connection().close();
    } else {
      Json.problem(context, problem.status(), problem.title(), problem.detail());
    }
  }
}
