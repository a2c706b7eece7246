package org.farsight.fhir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.exchange.Way;

/**
 * Objects as intake leaves them, in memory: a store that is read only, and arrivals made of files.
 */
public final class KeptFiles implements ContentStore {

  public static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

  public static final Site SITE =
      new Site(
          "lakeside",
          "湖滨卫生院",
          "https://lakeside.example/id",
          ZoneId.of("+08:00"),
          Set.of(),
          Set.of(),
          Set.of(),
          false,
          List.of());

  private static final ReadOptions HEADER = ReadOptions.DEFAULT.withStopAt(Tag.PIXEL_DATA);

  private final Map<String, byte[]> contents = new HashMap<>();

  /** Keeps bytes. */
  public Content keep(byte[] bytes) {
    String digest = sha256(bytes);
    contents.put(digest, bytes);
    return new Content(digest, "segment", 0, bytes.length);
  }

  /** A DICOM file as an arrival: its data set is kept, its facts are read. */
  public Arrival dicom(String exchangeId, int revision, Path path) throws IOException {
    try (Part10File file = Part10File.open(path)) {
      return dicom(exchangeId, revision, file.dataSet().readAllBytes(), file.transferSyntax());
    }
  }

  /** A data set as an arrival. */
  public Arrival dicom(String exchangeId, int revision, byte[] bytes, TransferSyntax syntax)
      throws IOException {
    DataSet header = DataSetReader.read(bytes, syntax, HEADER);
    ObjectFacts facts =
        new ObjectFacts(
            "dicom",
            text(header, Tag.SOP_CLASS_UID),
            text(header, Tag.SOP_INSTANCE_UID),
            syntax.uid(),
            text(header, Tag.STUDY_INSTANCE_UID),
            text(header, Tag.SERIES_INSTANCE_UID),
            text(header, Tag.MODALITY),
            text(header, Tag.PATIENT_ID),
            text(header, Tag.ISSUER_OF_PATIENT_ID),
            text(header, Tag.ACCESSION_NUMBER));
    return arrival(exchangeId, revision, Way.C_STORE, keep(bytes), facts);
  }

  /** A file of another format as an arrival. */
  public Arrival ecg(String exchangeId, Path path, String format, String patientId)
      throws IOException {
    return ecg(exchangeId, Files.readAllBytes(path), format, patientId);
  }

  /** Bytes of another format as an arrival. */
  public Arrival ecg(String exchangeId, byte[] bytes, String format, String patientId) {
    ObjectFacts facts = new ObjectFacts(format, "", "", "", "", "", "ECG", patientId, "", "");
    return arrival(exchangeId, 1, Way.HTTP, keep(bytes), facts);
  }

  private static Arrival arrival(
      String exchangeId, int revision, Way way, Content content, ObjectFacts facts) {
    Instant at = NOON.plus(Duration.ofSeconds(revision));
    return new Arrival(revision, exchangeId, revision, at, way, "TEST", content, facts, 0);
  }

  /** The exchange that these arrivals make. */
  public static Exchange exchange(List<Arrival> arrivals) {
    Arrival first = arrivals.getFirst();
    ObjectFacts facts = first.facts();
    return new Exchange(
        first.exchangeId(),
        SITE.id(),
        facts.isDicom() ? Kind.STUDY : Kind.ECG,
        key(first),
        facts.patientId(),
        facts.patientIssuer(),
        facts.accession(),
        facts.modality(),
        Priority.ROUTINE,
        arrivals.getLast().revision(),
        first.at(),
        arrivals.getLast().at());
  }

  /** As intake does: an object that names no study is one of its own. */
  private static String key(Arrival first) {
    ObjectFacts facts = first.facts();
    if (!facts.isDicom()) {
      return first.content().digest();
    }
    return facts.study().isEmpty() ? facts.sopInstance() : facts.study();
  }

  /** All DICOM files as arrivals of one exchange. */
  public List<Arrival> study(String exchangeId, List<Path> paths) throws IOException {
    List<Arrival> arrivals = new ArrayList<>();
    for (Path path : paths) {
      arrivals.add(dicom(exchangeId, arrivals.size() + 1, path));
    }
    return arrivals;
  }

  @Override
  public InputStream open(Content content) throws IOException {
    byte[] bytes = contents.get(content.digest());
    if (bytes == null) {
      throw new IOException("nothing is kept under " + content.digest());
    }
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public Spooled spool(InputStream body) {
    throw new UnsupportedOperationException("this store is only read");
  }

  @Override
  public List<Content> sync(List<Spooled> objects) {
    throw new UnsupportedOperationException("this store is only read");
  }

  @Override
  public long free() {
    return Long.MAX_VALUE;
  }

  private static String text(DataSet header, int tag) {
    return header.string(tag).orElse("");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
