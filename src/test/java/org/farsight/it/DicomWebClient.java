package org.farsight.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.MultipartReader;
import org.farsight.dicom.web.MultipartWriter;

/**
 * A client of the engine's DICOMweb.
 *
 * @param root address of {@code /dicom-web}
 * @param client asks it
 */
record DicomWebClient(String root, HttpClient client) implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    MediaType type() {
      return header("Content-Type").flatMap(MediaType::parse).orElseThrow();
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] bytes() {
      return response.body();
    }

    List<Part> parts() throws IOException {
      MultipartReader reader =
          new MultipartReader(
              new ByteArrayInputStream(bytes()),
              type().parameter("boundary").orElseThrow(),
              MultipartReader.Limits.DEFAULT);
      List<Part> parts = new ArrayList<>();
      for (var part = reader.next(); part.isPresent(); part = reader.next()) {
        parts.add(
            new Part(part.get().contentType().orElseThrow(), part.get().body().readAllBytes()));
      }
      return parts;
    }
  }

  /** A part of a multipart answer. */
  record Part(MediaType type, byte[] bytes) {
    /** Of a part that is a DICOM file: the digest of its data set. */
    String dataSetDigest() throws IOException {
      try (Part10File file = Part10File.read(new ByteArrayInputStream(bytes))) {
        return Digest.of(file.dataSet());
      }
    }
  }

  /** A client of this engine. */
  static DicomWebClient of(RunningEngine engine) {
    return new DicomWebClient(
        engine.engine().httpAddress() + "/dicom-web",
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  /** GET; {@code accept} empty for no such header. */
  Answer get(String path, String accept) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    return send(request.GET());
  }

  /** POST. */
  Answer post(String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Content-Type", type)
            .header("Accept", MediaType.DICOM_JSON)
            .POST(body));
  }

  /** Stores files as one multipart request. */
  Answer store(String path, List<byte[]> files) throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String boundary = MultipartWriter.boundary();
    try (MultipartWriter writer = new MultipartWriter(body, boundary)) {
      for (byte[] file : files) {
        try (OutputStream part = writer.part(Map.of("Content-Type", MediaType.DICOM))) {
          part.write(file);
        }
      }
    }
    String type = "multipart/related; type=\"application/dicom\"; boundary=" + boundary;
    return post(path, type, BodyPublishers.ofByteArray(body.toByteArray()));
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return new Answer(
        client.send(request.timeout(Duration.ofSeconds(120)).build(), BodyHandlers.ofByteArray()));
  }

  /** An object as a DICOM file. */
  static byte[] file(PushedObject object) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Part10File.writeHeader(
        file,
        object.context().sopClass(),
        object.sopInstance(),
        TransferSyntax.of(object.context().transferSyntax()),
        "");
    file.write(object.dataSet());
    return file.toByteArray();
  }

  /** A stream that no memory holds, of one file after the other. */
  static BodyPublisher streamed(InputStream in) {
    return BodyPublishers.ofInputStream(() -> in);
  }

  @Override
  public void close() {
    client.close();
  }
}
