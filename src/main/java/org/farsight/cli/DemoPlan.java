package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.ecg.EcgContent;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Recording;
import org.farsight.ecg.formats.EcgFormats;

/**
 * What the demonstration pushes, read off the test data itself: {@code dicom/**} by C-STORE from
 * the devices named in (0008,1010) Station Name, {@code ecg/**} by HTTP and, the last one, by the
 * inbox folder. File names begin with the site's id and a hyphen.
 *
 * @param sites by their ids
 * @param pushes in the order of their sites and devices
 */
record DemoPlan(Map<String, Site> sites, List<Push> pushes) {

  /** A branch site: its name, and the AE titles of its devices. */
  record Site(String name, TreeSet<String> devices) {}

  /** How something reaches the engine. */
  enum Way {
    C_STORE,
    POST,
    INBOX
  }

  /**
   * One exchange to be.
   *
   * @param key Study Instance UID, or the SHA-256 of the ECG's file
   * @param what modality and description
   * @param modality such as CT, or the format of an ECG file
   * @param site its id
   * @param device AE title, empty for ECG files
   * @param files of the study, or the one ECG
   * @param patient as the files name the person
   */
  record Push(
      String key,
      String what,
      String modality,
      String site,
      String device,
      Way way,
      List<Path> files,
      PersonShown patient) {}

  /**
   * Reads the plan.
   *
   * @param testData the folder {@code test-data}
   * @throws CommandFailure if a file there is not as described above
   */
  static DemoPlan of(Path testData) throws IOException, CommandFailure {
    Map<String, Site> sites = new TreeMap<>();
    List<Push> pushes = new ArrayList<>();
    Map<String, Push> studies = new LinkedHashMap<>();
    for (Path file : files(testData.resolve("dicom"))) {
      addObject(file, sites, studies);
    }
    pushes.addAll(studies.values());
    pushes.sort(java.util.Comparator.comparing(Push::site).reversed().thenComparing(Push::device));
    List<Push> ecgs = ecgs(files(testData.resolve("ecg")));
    for (Push ecg : ecgs) {
      if (!sites.containsKey(ecg.site())) {
        throw new CommandFailure("no DICOM object names the site of " + ecg.files().getFirst());
      }
    }
    pushes.addAll(ecgs);
    return new DemoPlan(sites, pushes);
  }

  private static void addObject(Path file, Map<String, Site> sites, Map<String, Push> studies)
      throws IOException, CommandFailure {
    DataSet head;
    try (Part10File object = Part10File.open(file)) {
      head = object.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.PIXEL_DATA));
    }
    String study = required(head, Tag.STUDY_INSTANCE_UID, file);
    String device = required(head, Tag.STATION_NAME, file);
    String site = site(file);
    sites
        .computeIfAbsent(
            site, s -> new Site(head.string(Tag.INSTITUTION_NAME).orElse(s), new TreeSet<>()))
        .devices()
        .add(device);
    String modality = required(head, Tag.MODALITY, file);
    Push push =
        studies.computeIfAbsent(
            study,
            uid ->
                new Push(
                    uid,
                    modality + " " + head.string(Tag.STUDY_DESCRIPTION).orElse(""),
                    modality,
                    site,
                    device,
                    Way.C_STORE,
                    new ArrayList<>(),
                    head.personName(Tag.PATIENT_NAME)
                        .map(PersonShown::of)
                        .orElse(PersonShown.NOBODY)));
    push.files().add(file);
  }

  private static List<Push> ecgs(List<Path> files) throws IOException, CommandFailure {
    EcgFormats formats = EcgFormats.standard();
    List<Push> found = new ArrayList<>();
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      Optional<EcgReader> reader = formats.readerOf(bytes);
      // a page without samples is no recording that could be read back
      if (reader.isPresent() && content(reader.get(), bytes, file) instanceof Recording recording) {
        String format = reader.get().format().title();
        found.add(
            new Push(
                sha256(bytes),
                "ECG " + format,
                format,
                site(file),
                "",
                Way.POST,
                List.of(file),
                recording.subject().name().map(PersonShown::of).orElse(PersonShown.NOBODY)));
      }
    }
    if (!found.isEmpty()) {
      Push last = found.removeLast();
      found.add(
          new Push(
              last.key(),
              last.what(),
              last.modality(),
              last.site(),
              "",
              Way.INBOX,
              last.files(),
              last.patient()));
    }
    return found;
  }

  private static EcgContent content(EcgReader reader, byte[] bytes, Path file)
      throws CommandFailure {
    try {
      return reader.content(bytes);
    } catch (EcgFormatException e) {
      throw new CommandFailure(file + ": " + e.getMessage());
    }
  }

  private static String site(Path file) throws CommandFailure {
    String name = String.valueOf(file.getFileName());
    int hyphen = name.indexOf('-');
    if (hyphen < 1) {
      throw new CommandFailure(file + ": its name does not begin with a site and a hyphen");
    }
    return name.substring(0, hyphen);
  }

  private static String required(DataSet head, int tag, Path file) throws CommandFailure {
    Optional<String> value = head.string(tag);
    if (value.isEmpty()) {
      throw new CommandFailure(file + ": no value in " + Tag.toString(tag));
    }
    return value.get();
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
