package org.farsight.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.report.ReturnedReport;

/**
 * Puts files into a folder: of a report its PDF, then JSON, whose being there says that both are
 * whole. Each is written under a name that nobody takes for finished, synced, then renamed. A file
 * that is there already is left alone if it has the same bytes, and is never replaced by others.
 */
final class ReturnByFolder implements ReturnDelivery.Carrier {
  /** Bytes in UTF-8: three parts and what joins them are a name that every file system takes. */
  private static final int LONGEST_PART = 80;

  private final Path folder;
  private final KillSwitch killSwitch;

  ReturnByFolder(BranchWay.Folder way) {
    this(way, KillSwitch.OFF);
  }

  /**
   * @param killSwitch is told of each file that has its name
   */
  ReturnByFolder(BranchWay.Folder way, KillSwitch killSwitch) {
    this.folder = way.path();
    this.killSwitch = killSwitch;
  }

  @Override
  public DeliveryOutcome report(Work work, Document.Read read) {
    ReturnedReport report = read.report();
    String name =
        name(
            report.examination().siteId(),
            report.examination().accession(),
            report.caseId() + "-v" + read.arrival().revision());
    Map<String, byte[]> files = new LinkedHashMap<>();
    Optional<byte[]> pdf = report.pdf();
    pdf.ifPresent(bytes -> files.put(name + ".pdf", bytes));
    files.put(name + ".json", ReturnedJson.of(report, pdf.map(ReturnByFolder::sha256)));
    return write(files);
  }

  @Override
  public DeliveryOutcome critical(Work work, Document.Told told) {
    String name =
        name(
            told.notice().examination().siteId(),
            told.notice().examination().accession(),
            work.exchange().id() + "-critical-" + work.toRevision());
    Map<String, byte[]> files = new LinkedHashMap<>();
    String text =
        String.join("\n", ReturnedWords.lines(told.notice(), told.answer(), work.site().zone()));
    files.put(name + ".txt", (text + "\n").getBytes(UTF_8));
    files.put(name + ".json", ReturnedJson.of(told.notice(), told.answer()));
    return write(files);
  }

  /** Site, accession number and what tells it from all others; none of it leads elsewhere. */
  private static String name(String site, String accession, String rest) {
    return part(site) + "_" + (accession.isEmpty() ? "none" : part(accession)) + "_" + part(rest);
  }

  private static String part(String text) {
    String plain = text.replaceAll("[^\\p{L}\\p{N}.-]", "-").replaceAll("^\\.+", "");
    StringBuilder part = new StringBuilder();
    int bytes = 0;
    for (int letter : plain.codePoints().toArray()) {
      bytes += Character.toString(letter).getBytes(UTF_8).length;
      if (bytes > LONGEST_PART) {
        break;
      }
      part.appendCodePoint(letter);
    }
    return part.toString();
  }

  private DeliveryOutcome write(Map<String, byte[]> files) {
    if (!Files.isDirectory(folder)) {
      return away("the folder " + folder + " is not there");
    }
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path place = folder.resolve(file.getKey());
        if (Files.exists(place)) {
          if (!Arrays.equals(Files.readAllBytes(place), file.getValue())) {
            return new DeliveryOutcome.Refused(
                "the folder has a file with other bytes under the name of this version");
          }
        } else {
          put(place, file.getValue());
          killSwitch.pass(KillPoint.RETURN_FILE_PLACED);
        }
      }
      syncFolder();
    } catch (IOException e) {
      return away("the folder " + folder + " cannot be written: " + words(e));
    }
    // the names hold the accession number, which not everybody may see
    byte[] first = files.values().iterator().next();
    return new DeliveryOutcome.Accepted(
        files.size() + " files, " + first.length + " bytes, SHA-256 " + sha256(first));
  }

  /** Without the names of files, which hold the accession number. */
  private static String words(IOException e) {
    String kind = e.getClass().getSimpleName();
    return e instanceof FileSystemException of
        ? kind + (of.getReason() == null ? "" : " " + of.getReason())
        : kind;
  }

  private static DeliveryOutcome away(String why) {
    return new DeliveryOutcome.Retry(null, why, Cause.TARGET);
  }

  private void put(Path place, byte[] bytes) throws IOException {
    // a name of its own for each file: what a try that was killed has left is written over
    Path part = folder.resolve("." + place.getFileName() + ".part");
    try {
      try (FileChannel out =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The names are durable too. A file server may not let its folders be opened. */
  private void syncFolder() {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      // the files themselves are synced
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
