package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.farsight.ecg.drawing.Language;
import org.farsight.report.KnownKeys;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.farsight.report.ReportKeys;
import org.farsight.report.Verification;

/**
 * {@code farsight verify FILE}: whether a report is as it was signed. Needs no engine and no
 * network, but public keys.
 *
 * @param keys a JWK set
 */
record VerifyReport(Console console, KnownKeys keys, Language language) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

  /** Says what a file is; gives whether it can be believed. */
  boolean of(Path file) throws CommandFailure {
    Verification verification = Verification.of(bytes(file), keys);
    Verification.Finding finding = verification.finding();
    String words = finding.words(language);
    String where = verification.detail().isEmpty() ? "" : " (" + verification.detail() + ")";
    console.out().println(file + ": " + words + where);
    if (!verification.keyId().isEmpty()) {
      say("密钥", "key", verification.keyId() + ", " + verification.algorithm());
    }
    // what was not proved is not repeated as if it were
    if (finding.isGood()) {
      verification.report().ifPresent(this::tell);
    }
    return finding.isGood();
  }

  private void tell(Report report) {
    String status =
        switch (report.status()) {
          case FINAL -> in("首次签发", "first version");
          case AMENDED -> in("修改版", "amended");
          case ENTERED_IN_ERROR -> in("已作废", "WITHDRAWN");
        };
    say("任务", "case", report.caseId());
    say("版本", "version", report.version() + ", " + status);
    say("签发者", "signed by", report.signer().name() + " (" + report.signer().login() + ")");
    say("时间", "at", TIME.format(report.signedAt().atZone(ZoneId.systemDefault())));
    say("机构", "site", report.examination().siteName());
    say("所读对象", "objects read", Integer.toString(report.read().size()));
    report
        .replaces()
        .ifPresent(digest -> say("替代文件 SHA-256", "replaces the file with SHA-256", digest));
  }

  private String in(String zh, String en) {
    return switch (language) {
      case ZH -> zh;
      case EN -> en;
    };
  }

  private void say(String zh, String en, String value) {
    console.out().println("  " + in(zh, en) + ": " + value);
  }

  private static byte[] bytes(Path file) throws CommandFailure {
    try {
      if (!Files.isRegularFile(file)) {
        throw new CommandFailure(file + " is no file", Main.WRONG_USE);
      }
      if (Files.size(file) > ReportFile.MOST_BYTES) {
        throw new CommandFailure(file + " is larger than any report");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be read: " + e.getMessage());
    }
  }

  /** The keys of a file, or those of a data folder. */
  static KnownKeys keys(Path file, boolean named) throws CommandFailure {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          named
              ? file + " is no file"
              : file
                  + " is not here: name the engine's public keys with --keys (its "
                  + ReportKeys.PUBLIC
                  + ")",
          Main.WRONG_USE);
    }
    try {
      return ReportKeys.known(file);
    } catch (IOException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }
}
