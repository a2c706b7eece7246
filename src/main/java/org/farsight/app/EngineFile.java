package org.farsight.app;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code DATA/engine.json}: where the running engine can be asked. Written when it is ready,
 * removed when it stops; what a killed engine left behind names a process that is gone.
 *
 * @param pid process id of the engine
 * @param http base address of its HTTP server
 * @param dicom {@code AET@host:port} of its plain listener
 * @param dicomTls {@code AET@host:port} of its listener with TLS; empty where there is none
 * @param mllp {@code host:port} of its listener for HL7 v2 messages
 * @param token by which commands of this machine's user are known; empty where there is no sign-in
 */
public record EngineFile(
    long pid, String http, String dicom, String dicomTls, String mllp, @Nullable String token) {

  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  /** What a command sends, where there is a sign-in. */
  public Optional<String> tokenIfAny() {
    return Optional.ofNullable(token).filter(text -> !text.isEmpty());
  }

  private static Path in(Path data) {
    return data.resolve("engine.json");
  }

  /** Writes the file, whole or not at all. */
  void write(Path data) throws IOException {
    Path fresh = data.resolve("engine.json.new");
    Files.deleteIfExists(fresh);
    if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    Files.move(
        fresh, in(data), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes the file. */
  static void remove(Path data) throws IOException {
    Files.deleteIfExists(in(data));
  }

  /** The engine that runs on this data folder, if one does. */
  public static Optional<EngineFile> of(Path data) throws IOException {
    if (!Files.exists(in(data))) {
      return Optional.empty();
    }
    EngineFile file = JSON.readValue(in(data).toFile(), EngineFile.class);
    return ProcessHandle.of(file.pid()).filter(ProcessHandle::isAlive).map(p -> file);
  }
}
