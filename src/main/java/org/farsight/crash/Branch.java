package org.farsight.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a branch was handed back.
 *
 * @param site its id
 * @param folder that the engine puts files into
 * @param messages JSON lines of what its own system has heard
 */
public record Branch(String site, Path folder, Path messages) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An ORU^R01 that the branch's system has taken, or may have taken.
   *
   * @param controlId MSH-10
   * @param digest SHA-256 of the message
   * @param pdf SHA-256 of the file in it; empty where there is none
   * @param about OBR-3
   * @param status OBR-25
   */
  public record Heard(String controlId, String digest, String pdf, String about, String status) {}

  /** All that was heard, in order. */
  List<Heard> heard() throws IOException {
    List<Heard> all = new ArrayList<>();
    if (Files.exists(messages)) {
      for (String line : Files.readAllLines(messages, StandardCharsets.UTF_8)) {
        all.add(JSON.readValue(line, Heard.class));
      }
    }
    return all;
  }

  /** Names of the files in the folder. */
  List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
