package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.farsight.dicom.data.SopClass;
import org.farsight.dicom.data.SpecificCharacterSet;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.service.Offer;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AssociateAc;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.PresentationContextAnswer;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.TlsProfile;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.dicom.ul.UserItem;
import org.farsight.exchange.Receipt;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conformance statement (PS3.2) is what the running engine does: each SOP class is proposed to
 * it in each transfer syntax, and what it accepts stands in {@code docs/conformance.md}.
 */
@Timeout(300)
class ConformanceStatementIT {
  private static final Path STATEMENT = Path.of("docs/conformance.md");
  private static final int MOST_CONTEXTS = 128;

  /** PS3.3 tables C.12-2 to C.12-5. */
  private static final List<String> CHARACTER_SETS =
      List.of(
          "ISO_IR 6 ISO_IR 100 ISO_IR 101 ISO_IR 109 ISO_IR 110 ISO_IR 144 ISO_IR 127 ISO_IR 126"
              + " ISO_IR 138 ISO_IR 148 ISO_IR 203 ISO_IR 13 ISO_IR 166",
          "ISO 2022 IR 6|ISO 2022 IR 100|ISO 2022 IR 101|ISO 2022 IR 109|ISO 2022 IR 110"
              + "|ISO 2022 IR 144|ISO 2022 IR 127|ISO 2022 IR 126|ISO 2022 IR 138|ISO 2022 IR 148"
              + "|ISO 2022 IR 203|ISO 2022 IR 13|ISO 2022 IR 166",
          "ISO 2022 IR 87|ISO 2022 IR 159|ISO 2022 IR 149|ISO 2022 IR 58",
          "ISO_IR 192|GB18030|GBK");

  private static final String RELATIONAL =
      "no unique key of the levels above is needed; keys may be of any level: what has a series or"
          + " an object that fits them all is found, and these attributes of the first one given";

  private static final String HIERARCHICAL =
      "the unique keys of the levels above need a value, which may be a list: else `A900H`";

  private static final String FUZZY =
      "by words, in whatever order and group, run together or apart, each by its beginning;"
          + " pinyin without its tones, LV as LÜ; ideographs by ideographs";

  private static final String LITERAL = "the whole name, or wild cards";

  @TempDir Path folder;

  @Test
  void theStatementIsCurrent() throws IOException {
    String statement;
    try (RunningEngine engine = RunningEngine.in(folder)) {
      statement = statement(engine);
    }
    Path current = Files.createDirectories(Path.of("target")).resolve("conformance.md");
    Files.writeString(current, statement);
    assertThat(Files.exists(STATEMENT) ? Files.readString(STATEMENT) : "")
        .as("if this is meant: cp %s %s", current, STATEMENT)
        .isEqualTo(statement);
  }

  private static String statement(RunningEngine engine) throws IOException {
    String text;
    try (InputStream in =
        Objects.requireNonNull(
            ConformanceStatementIT.class.getResourceAsStream("conformance-template.md"))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Map<String, List<String>> accepted = accepted(engine);
    Timeouts times = Timeouts.standard();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("services", services(accepted));
    facts.put("syntaxes", syntaxes(accepted));
    facts.put("storage", storage(accepted));
    facts.put("negotiation", negotiation(engine));
    facts.put("implementation-class", Uid.IMPLEMENTATION_CLASS);
    facts.put("implementation-version", Uid.IMPLEMENTATION_VERSION_NAME);
    facts.put("maximum-length", "" + Listener.Configuration.STANDARD_MAXIMUM_LENGTH);
    facts.put("connect", times.connect().toSeconds() + " s");
    facts.put("artim", times.artim().toSeconds() + " s");
    facts.put("idle", times.idle().toSeconds() + " s");
    facts.put("response", times.response().toSeconds() + " s");
    facts.put("statuses", statuses());
    facts.put("tls", tls());
    facts.put("character-sets", characterSets());
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      assertThat(text).contains("{{" + fact.getKey() + "}}");
      text = text.replace("{{" + fact.getKey() + "}}", fact.getValue());
    }
    assertThat(text).doesNotContain("{{");
    return text;
  }

  // ---------------------------------------------------------------- negotiated

  /** By SOP class, the transfer syntaxes that are accepted where each is proposed alone. */
  private static Map<String, List<String>> accepted(RunningEngine engine) throws IOException {
    List<PresentationContext> all = new ArrayList<>();
    for (SopClass sopClass : SopClass.all()) {
      for (String syntax : syntaxes()) {
        int id = 2 * (all.size() % MOST_CONTEXTS) + 1;
        all.add(new PresentationContext(id, sopClass.uid(), List.of(syntax)));
      }
    }
    Map<String, List<String>> accepted = new TreeMap<>();
    for (int from = 0; from < all.size(); from += MOST_CONTEXTS) {
      List<PresentationContext> some =
          all.subList(from, Math.min(all.size(), from + MOST_CONTEXTS));
      List<PresentationContextAnswer> answers = propose(engine, some);
      assertThat(answers).hasSameSizeAs(some);
      for (int i = 0; i < some.size(); i++) {
        if (answers.get(i).code() == 0) {
          accepted
              .computeIfAbsent(some.get(i).abstractSyntax(), uid -> new ArrayList<>())
              .add(some.get(i).transferSyntaxes().getFirst());
        }
      }
    }
    return accepted;
  }

  private static List<String> syntaxes() {
    return StreamSupport.stream(TransferSyntax.all().spliterator(), false)
        .map(TransferSyntax::uid)
        .sorted()
        .toList();
  }

  private static List<PresentationContextAnswer> propose(
      RunningEngine engine, List<PresentationContext> contexts) throws IOException {
    return ask(engine, contexts, List.of()).contexts();
  }

  private static AssociateAc ask(
      RunningEngine engine, List<PresentationContext> contexts, List<UserItem> further)
      throws IOException {
    List<UserItem> items = new ArrayList<>(UserInformation.ofThisImplementation(16384).items());
    items.addAll(further);
    try (ScriptedPeer peer = ScriptedPeer.connect(engine.dicom().port())) {
      peer.send(
          new AssociateRq(
              1,
              "FARSIGHT",
              EngineHome.CALLER,
              Uid.APPLICATION_CONTEXT,
              contexts,
              new UserInformation(items)));
      return peer.receive(AssociateAc.class);
    }
  }

  /** What is answered where every field of PS3.4 tables C.5-1 and C.5-3 is proposed by 1. */
  private static String negotiation(RunningEngine engine) throws IOException {
    List<PresentationContext> contexts = new ArrayList<>();
    List<UserItem> proposed = new ArrayList<>();
    List<String> finds = List.of(Uid.STUDY_ROOT_FIND, Uid.PATIENT_ROOT_FIND);
    List<String> retrievals =
        List.of(
            Uid.STUDY_ROOT_MOVE, Uid.PATIENT_ROOT_MOVE, Uid.STUDY_ROOT_GET, Uid.PATIENT_ROOT_GET);
    Stream.concat(finds.stream(), retrievals.stream())
        .forEach(
            uid -> {
              contexts.add(
                  new PresentationContext(
                      2 * contexts.size() + 1, uid, List.of("1.2.840.10008.1.2")));
              proposed.add(
                  new UserItem.ExtendedNegotiation(
                      uid, HexFormat.of().parseHex(finds.contains(uid) ? "01".repeat(7) : "0101")));
            });
    UserInformation answer = ask(engine, contexts, proposed).userInformation();
    for (List<String> alike : List.of(finds, retrievals)) {
      assertThat(alike)
          .extracting(uid -> answer.extended(uid).orElseThrow().information())
          .containsOnly(answer.extended(alike.getFirst()).orElseThrow().information());
    }
    byte[] find = answer.extended(Uid.STUDY_ROOT_FIND).orElseThrow().information();
    byte[] retrieve = answer.extended(Uid.STUDY_ROOT_GET).orElseThrow().information();
    String daily = "the times are those of each day";
    List<String> rows =
        List.of(
            field("C-FIND 1, relational queries", find[0], RELATIONAL, HIERARCHICAL),
            field(
                "C-FIND 2, date-time matching",
                find[1],
                "a range of Study, Series or Performed Procedure Step Start Dates and one of its"
                    + " Times are one range",
                daily),
            field("C-FIND 3, fuzzy semantic matching of person names", find[2], FUZZY, LITERAL),
            field("C-FIND 4, timezone query adjustment", find[3], "", "no time is adjusted"),
            field("C-FIND 5, enhanced multi-frame image conversion", find[4], "", "none"),
            field("C-FIND 6, empty value matching", find[5], "", "none"),
            field(
                "C-FIND 7, multiple value matching",
                find[6],
                "",
                "several values of a key of" + " text or of a name fit as any of them does"),
            field(
                "C-MOVE, C-GET 1, relational retrieval",
                retrieve[0],
                "the unique key of the level is enough",
                HIERARCHICAL),
            field(
                "C-MOVE, C-GET 2, enhanced multi-frame image conversion", retrieve[1], "", "none"));
    return String.join("\n", rows);
  }

  private static String field(String name, byte answer, String done, String otherwise) {
    assertThat(answer == 1).as(name).isEqualTo(!done.isEmpty());
    return row(name, String.valueOf(answer), done.isEmpty() ? "—" : done, otherwise);
  }

  // -------------------------------------------------------------------- tables

  private static String services(Map<String, List<String>> accepted) {
    return accepted.entrySet().stream()
        .filter(e -> !SopClass.of(e.getKey()).orElseThrow().isStorage())
        .map(e -> row(SopClass.nameOf(e.getKey()), "`" + e.getKey() + "`", names(e.getValue())))
        .collect(Collectors.joining("\n"));
  }

  private static String names(List<String> accepted) {
    return accepted.equals(syntaxes())
        ? "all of section 2"
        : accepted.stream()
            .map(uid -> TransferSyntax.of(uid).name())
            .collect(Collectors.joining(", "));
  }

  private static String storage(Map<String, List<String>> accepted) {
    Map<String, Offer> sent =
        StorageScu.offers().stream().collect(Collectors.toMap(Offer::sopClass, offer -> offer));
    List<String> all = syntaxes();
    return accepted.entrySet().stream()
        .filter(e -> SopClass.of(e.getKey()).orElseThrow().isStorage())
        .map(
            e -> {
              assertThat(e.getValue()).as(e.getKey()).containsExactlyElementsOf(all);
              boolean scu = sent.containsKey(e.getKey());
              return row(
                  SopClass.nameOf(e.getKey()), "`" + e.getKey() + "`", scu ? "SCP, SCU" : "SCP");
            })
        .collect(Collectors.joining("\n"));
  }

  private static String syntaxes(Map<String, List<String>> accepted) {
    return accepted.values().stream()
        .flatMap(List::stream)
        .distinct()
        .sorted(Comparator.naturalOrder())
        .map(uid -> row(TransferSyntax.of(uid).name(), "`" + uid + "`"))
        .collect(Collectors.joining("\n"));
  }

  private static String statuses() {
    List<String> rows = new ArrayList<>();
    rows.add(row("`0000H`", "kept: its bytes are synced to disk and its row is committed"));
    for (Receipt.Cause cause : Receipt.Cause.values()) {
      String meaning =
          switch (cause) {
            case OUT_OF_RESOURCES -> "not kept: the disk or another limit";
            case NOT_AS_ANNOUNCED ->
                "not kept: the data set is not of the SOP class or instance of the command";
            case CANNOT_UNDERSTAND -> "not kept: the data set cannot be read up to its UIDs";
            case BROKEN_OFF -> "";
          };
      if (!meaning.isEmpty()) {
        int status = new Receipt.NotKept(cause, "").dimseStatus();
        rows.add(row("`%04XH`".formatted(status), meaning));
      }
    }
    return String.join("\n", rows);
  }

  private static String tls() {
    List<String> rows = new ArrayList<>();
    for (TlsProfile profile : TlsProfile.values()) {
      rows.add(
          row(
              "`" + profile.word() + "`",
              String.join(", ", profile.protocols()),
              String.join(", ", profile.cipherSuites())));
    }
    return String.join("\n", rows);
  }

  private static String characterSets() {
    List<String> kinds =
        List.of(
            "single byte, without code extensions",
            "single byte, with code extensions",
            "multi-byte, with code extensions",
            "multi-byte, without code extensions");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      String separator = CHARACTER_SETS.get(i).contains("|") ? "\\|" : "(?<=\\d) (?=ISO)";
      List<String> terms = List.of(CHARACTER_SETS.get(i).split(separator));
      assertThat(terms).allMatch(t -> SpecificCharacterSet.of(t).unknownTerms().isEmpty());
      rows.add(row(kinds.get(i), String.join(", ", terms)));
    }
    return String.join("\n", rows);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
