package org.farsight.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.farsight.ecg.critical.Condition;
import org.farsight.ecg.critical.CriticalRules;
import org.farsight.ecg.critical.Phrases;
import org.farsight.ecg.critical.Speech;
import org.farsight.ecg.critical.Words;

/** Reads the table of critical values; each mistake has file and line. */
public final class CriticalReader {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
  private static final int SEAL_DIGITS = 16;

  /**
   * A table as it was read.
   *
   * @param rules what it says
   * @param mistakes why it cannot be used; then the rules are not whole
   * @param warnings what a person should know
   * @param seal says whether two texts are the same, signatures and comments aside
   */
  public record Table(
      CriticalRules rules, List<String> mistakes, List<String> warnings, String seal) {}

  private final Settings settings;
  private final Path file;

  private CriticalReader(Path file) {
    this.file = file;
    this.settings = Settings.read(file, List.of());
  }

  /** Reads a file; one that cannot be read is a mistake of the table. */
  public static Table read(Path file) {
    return new CriticalReader(file).read();
  }

  private Table read() {
    Map<String, Words> lists = new LinkedHashMap<>();
    for (String id : settings.namesBelow("lists")) {
      lists.put(checked("lists." + id, id), words("lists." + id));
    }
    if (lists.containsKey(CriticalRules.EARLIEST)) {
      settings.mistake(
          settings.place("lists." + CriticalRules.EARLIEST), "earliest is the choice of no list");
    }
    Map<String, Phrases> phrases = phrases(speech());
    List<CriticalRules.Rule> rules = new ArrayList<>();
    for (String id : settings.namesBelow("rules")) {
      rules.add(rule(checked("rules." + id, id), lists, phrases));
    }
    Optional<CriticalRules.Signature> signature = signature();
    List<String> warnings = warnings(signature);
    return new Table(
        new CriticalRules(signature, lists, rules), settings.mistakes(), warnings, seal());
  }

  private String checked(String key, String id) {
    if (!NAME.matcher(id).matches()) {
      settings.mistake(settings.place(key), id + ": a name is a-z, 0-9 and -");
    }
    return id;
  }

  private Words words(String key) {
    return new Words(named(key + ".en"), named(key + ".zh"));
  }

  private String named(String key) {
    String text = settings.text(key).orElse("");
    if (text.isBlank()) {
      settings.mistake(settings.place(key.substring(0, key.lastIndexOf('.'))), key + " is missing");
    }
    return text;
  }

  private Speech speech() {
    return new Speech(
        List.copyOf(settings.set("speech.denials")),
        List.copyOf(settings.set("speech.denials-after")),
        List.copyOf(settings.set("speech.doubts")));
  }

  private Map<String, Phrases> phrases(Speech speech) {
    Map<String, Phrases> all = new LinkedHashMap<>();
    for (String id : settings.namesBelow("words")) {
      String key = "words." + checked("words." + id, id);
      List<String> say = List.copyOf(settings.set(key + ".say"));
      if (say.isEmpty()) {
        settings.mistake(settings.place(key), key + ".say is missing");
      }
      all.put(id, new Phrases(words(key), say, List.copyOf(settings.set(key + ".unless")), speech));
    }
    return all;
  }

  private CriticalRules.Rule rule(
      String id, Map<String, Words> lists, Map<String, Phrases> phrases) {
    String key = "rules." + id;
    Map<String, List<Condition>> conditions = new LinkedHashMap<>();
    boolean any = false;
    for (String list : lists.keySet()) {
      List<Condition> parsed = new ArrayList<>();
      for (String text : settings.set(key + "." + list)) {
        any = true;
        try {
          parsed.add(Condition.parse(text, phrases));
        } catch (IllegalArgumentException e) {
          settings.mistake(settings.place(key + "." + list), key + ": " + e.getMessage());
        }
      }
      if (!parsed.isEmpty()) {
        conditions.put(list, parsed);
      }
    }
    if (!any) {
      settings.mistake(settings.place(key), key + " has no condition under any of the lists");
    }
    return new CriticalRules.Rule(id, words(key), conditions);
  }

  private Optional<CriticalRules.Signature> signature() {
    String by = settings.text("signed.by").orElse("");
    Optional<LocalDate> on =
        settings.get("signed.on", Optional.empty(), text -> Optional.of(text).flatMap(this::day));
    if (by.isBlank() && on.isPresent()) {
      settings.mistake(settings.place("signed.by"), "a date without the name of who has signed");
    }
    return by.isBlank() ? Optional.empty() : on.map(day -> new CriticalRules.Signature(by, day));
  }

  private Optional<LocalDate> day(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(text + " is no day: write 2026-11-22", e);
    }
  }

  private List<String> warnings(Optional<CriticalRules.Signature> signature) {
    String given = settings.text("signed.seal").orElse("");
    String seal = seal();
    if (signature.isEmpty()) {
      return List.of(
          file
              + ": the critical values are not signed by a chief reader (signed.by, signed.on,"
              + " signed.seal: "
              + seal
              + ")");
    }
    return given.equals(seal)
        ? List.of()
        : List.of(
            file
                + ": the critical values are not what was signed on "
                + signature.get().on()
                + ": signed.seal of this text is "
                + seal);
  }

  /** SHA-256 over the lines of the file but comments, blanks and the signature itself. */
  private String seal() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      boolean signature = false;
      for (String line : Files.readAllLines(file)) {
        boolean top = !line.isBlank() && !Character.isWhitespace(line.charAt(0));
        signature = top ? line.startsWith("signed:") : signature;
        if (!signature && !line.isBlank() && !line.strip().startsWith("#")) {
          sha256.update((line.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(sha256.digest()).substring(0, SEAL_DIGITS);
    } catch (IOException e) {
      // the mistake is told by the settings, which could not read it either
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
