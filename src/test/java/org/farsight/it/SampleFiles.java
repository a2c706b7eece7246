package org.farsight.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;

/** The files that a branch might push: this project's own and, where they are, the real ones. */
final class SampleFiles {

  private SampleFiles() {}

  /**
   * A DICOM file that has the UIDs which C-STORE needs.
   *
   * @param path where it is
   * @param sopInstance of its data set
   * @param study of its data set; its SOP Instance UID where it names none
   * @param patient id and issuer, to be compared only
   * @param transferSyntax in which it is
   * @param digest of its data set as it is sent
   */
  record Dicom(
      Path path,
      String sopInstance,
      String study,
      String patient,
      String transferSyntax,
      String digest) {
    @Override
    public String toString() {
      return path.getFileName().toString();
    }
  }

  /** The DICOM files of the samples that can be sent, but the malformed ones; skips if missing. */
  static List<Dicom> samples() throws IOException {
    List<Dicom> files = new ArrayList<>();
    for (Path path : Samples.files("", path -> !path.toString().contains("malformed"))) {
      dicom(path).ifPresent(files::add);
    }
    return files;
  }

  /** The DICOM files of this project. */
  static List<Dicom> testData() throws IOException {
    List<Dicom> files = new ArrayList<>();
    for (Path path : below(Path.of("test-data/dicom"))) {
      dicom(path).ifPresent(files::add);
    }
    return files;
  }

  /** All regular files below a folder, in order. */
  static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /**
   * Some of these contradict each other on purpose: other bytes under the same SOP Instance UID, or
   * one study under two patients. Parts them into groups without contradictions, each file once;
   * the first group holds whoever comes first. The same bytes twice are one file.
   */
  static List<List<Dicom>> withoutContradictions(List<Dicom> files) {
    List<List<Dicom>> groups = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<Dicom> rest = new ArrayList<>();
    files.stream().filter(file -> seen.add(file.sopInstance() + file.digest())).forEach(rest::add);
    while (!rest.isEmpty()) {
      Map<String, String> patients = new HashMap<>();
      Set<String> instances = new HashSet<>();
      List<Dicom> group = new ArrayList<>();
      for (Dicom file : rest) {
        String patient = patients.computeIfAbsent(file.study(), study -> file.patient());
        if (patient.equals(file.patient()) && instances.add(file.sopInstance())) {
          group.add(file);
        }
      }
      groups.add(group);
      rest.removeAll(group);
    }
    return groups;
  }

  private static Optional<Dicom> dicom(Path path) throws IOException {
    if (path.getFileName().toString().equals("DICOMDIR")) {
      return Optional.empty();
    }
    try (Part10File file = Part10File.open(path)) {
      DataSet header = file.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.STUDY_INSTANCE_UID + 1));
      Optional<String> instance = header.string(Tag.SOP_INSTANCE_UID);
      if (instance.isEmpty() || header.string(Tag.SOP_CLASS_UID).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Dicom(
              path,
              instance.get(),
              header.string(Tag.STUDY_INSTANCE_UID).orElse(instance.get()),
              header.string(Tag.PATIENT_ID).orElse("")
                  + "^^^"
                  + header.string(Tag.ISSUER_OF_PATIENT_ID).orElse(""),
              file.transferSyntax().uid(),
              digestAsSent(path)));
    } catch (DicomFormatException e) {
      return Optional.empty(); // text, XML and other files of the folder
    }
  }

  /** PS3.5 §A.5: deflated data of odd length are sent with a zero byte behind them. */
  private static String digestAsSent(Path path) throws IOException {
    try (Part10File file = Part10File.open(path)) {
      boolean padded = file.transferSyntax().deflated() && (file.dataSetLength() & 1) != 0;
      InputStream pad = new ByteArrayInputStream(new byte[padded ? 1 : 0]);
      return Digest.of(new SequenceInputStream(file.dataSet(), pad));
    }
  }
}
