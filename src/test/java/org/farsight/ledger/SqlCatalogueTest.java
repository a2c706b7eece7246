package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.farsight.catalogue.StandingStudies;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Catalogue.InstanceEntry;
import org.farsight.exchange.Catalogue.Selection;
import org.farsight.exchange.Catalogue.SeriesEntry;
import org.farsight.exchange.Catalogue.SeriesInStudy;
import org.farsight.exchange.Catalogue.StudyEntry;
import org.farsight.exchange.Content;
import org.farsight.exchange.Decision;
import org.farsight.exchange.Description;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Interventions.Recalled;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.NameTerm;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.RejectionReason;
import org.farsight.exchange.Way;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCatalogueTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  private static final Optional<String> ANY = Optional.empty();
  private static final Selection ALL = Selection.of(ANY, Set.of(), Set.of(), Set.of());

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  /** Where the ledger of a test is. */
  SqlLedger.Options options() throws IOException {
    return SqlLedger.Options.in(dir);
  }

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(options());
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private static String id(int study) {
    return "x%05d".formatted(study);
  }

  private static void open(Ledger.Transaction tx, int study, String site) {
    tx.open(
        new Exchange(
            id(study),
            site,
            Kind.STUDY,
            "1.2." + study,
            "P" + study,
            "",
            "A" + study,
            "CT",
            Priority.ROUTINE,
            0,
            T0,
            T0));
  }

  private static Description said(int study, String description, int number) {
    String date = "202603%02d".formatted(1 + study % 28);
    return new Description(
        new Description.Patient("Name" + study, "", "F"),
        new Description.Study(date, "", description, "", ""),
        new Description.Series("1", description, "", "", "", "", "", "", "", "", ""),
        new Description.Instance(Integer.toString(number), 4, 5, 16, 0));
  }

  private static void append(
      Ledger.Transaction tx,
      int study,
      int revision,
      String series,
      String modality,
      Description d) {
    String instance = "1.2." + study + ".9." + revision;
    tx.append(
        new Arrival(
            0,
            id(study),
            revision,
            T0,
            Way.C_STORE,
            "EAST_CT",
            new Content("d" + instance, "segments/00000001", revision * 100L, 100),
            new ObjectFacts(
                "dicom",
                "1.2.840.10008.5.1.4.1.1.2",
                instance,
                "1.2.840.10008.1.2.1",
                "1.2." + study,
                series,
                modality,
                "P" + study,
                "",
                "A" + study,
                d),
            0));
  }

  private void keep(int study, String site, int objects) {
    keep(study, study, site, objects);
  }

  private void keep(int from, int to, String site, int objects) {
    ledger.<Void>write(
        tx -> {
          for (int study = from; study <= to; study++) {
            open(tx, study, site);
            for (int i = 1; i <= objects; i++) {
              String series = "1.2." + study + "." + (i % 2 + 1);
              append(tx, study, i, series, i % 2 == 0 ? "CT" : "SR", said(study, "brain", i));
            }
          }
          return null;
        });
  }

  private List<StudyEntry> studies(Selection selection) throws IOException {
    List<StudyEntry> found = new ArrayList<>();
    ledger.catalogue().studies(selection, found::add);
    return found;
  }

  private List<SeriesEntry> series(Selection selection) throws IOException {
    List<SeriesEntry> found = new ArrayList<>();
    ledger.catalogue().series(selection, found::add);
    return found;
  }

  private List<InstanceEntry> instances(Selection selection) throws IOException {
    List<InstanceEntry> found = new ArrayList<>();
    ledger.catalogue().instances(selection, found::add);
    return found;
  }

  @Test
  void pageAfterPageGivesEachOnceInOrder() throws IOException {
    keep(1, 450, "east", 2);
    List<Integer> newestFirst = IntStream.rangeClosed(1, 450).map(i -> 451 - i).boxed().toList();

    assertThat(studies(ALL))
        .extracting(StudyEntry::uid)
        .isEqualTo(newestFirst.stream().map(i -> "1.2." + i).toList());
    assertThat(series(ALL))
        .extracting(SeriesEntry::uid)
        .isEqualTo(
            newestFirst.stream()
                .flatMap(i -> List.of("1.2." + i + ".1", "1.2." + i + ".2").stream())
                .toList());
    assertThat(instances(ALL))
        .extracting(InstanceEntry::uid)
        .isEqualTo(
            newestFirst.stream()
                .flatMap(i -> List.of("1.2." + i + ".9.1", "1.2." + i + ".9.2").stream())
                .toList());
    List<StudyEntry> some = new ArrayList<>();
    ledger.catalogue().studies(ALL, entry -> some.add(entry) && some.size() < 150);
    assertThat(some).hasSize(150);
  }

  @Test
  void eachPartOfASelectionNarrows() throws IOException {
    keep(1, "east", 3);
    keep(2, "west", 3);
    keep(3, "east", 1);
    Optional<String> east = Optional.of("east");

    assertThat(studies(Selection.of(east, Set.of(), Set.of(), Set.of()))).hasSize(2);
    assertThat(studies(Selection.of(east, Set.of("1.2.2"), Set.of(), Set.of()))).isEmpty();
    assertThat(studies(Selection.of(ANY, Set.of("1.2.1", "1.2.2", "9"), Set.of(), Set.of())))
        .extracting(StudyEntry::uid)
        .containsExactly("1.2.2", "1.2.1");
    assertThat(series(Selection.of(ANY, Set.of("1.2.1"), Set.of("1.2.1.2"), Set.of())))
        .extracting(SeriesEntry::modality)
        .containsExactly("SR");
    assertThat(instances(Selection.of(ANY, Set.of(), Set.of(), Set.of("1.2.2.9.3", "1.2.3.9.1"))))
        .extracting(InstanceEntry::uid)
        .containsExactly("1.2.3.9.1", "1.2.2.9.3");
    assertThat(instances(Selection.of(east, Set.of(), Set.of(), Set.of("1.2.2.9.3")))).isEmpty();
    assertThat(studies(narrowed(Optional.of("P2"), ANY, ANY, ANY, ANY))).hasSize(1);
    assertThat(studies(narrowed(ANY, Optional.of("A3"), ANY, ANY, ANY))).hasSize(1);
    assertThat(studies(narrowed(ANY, ANY, Optional.of("CT"), ANY, ANY)))
        .extracting(StudyEntry::uid)
        .containsExactly("1.2.2", "1.2.1");
    assertThat(studies(narrowed(ANY, ANY, ANY, Optional.of("20260303"), ANY)))
        .extracting(StudyEntry::uid)
        .containsExactly("1.2.3", "1.2.2");
    assertThat(studies(narrowed(ANY, ANY, ANY, ANY, Optional.of("20260302")))).hasSize(1);
  }

  private static Selection narrowed(
      Optional<String> patient,
      Optional<String> accession,
      Optional<String> modality,
      Optional<String> from,
      Optional<String> to) {
    return new Selection(ANY, Set.of(), Set.of(), Set.of(), patient, accession, modality, from, to);
  }

  @Test
  void whatIsWrittenIsReadBackAndCounted() throws IOException {
    keep(7, "east", 5);
    InstanceEntry last = instances(ALL).getLast();

    assertThat(last.series().study().patient())
        .isEqualTo(new Description.Patient("Name7", "", "F"));
    assertThat(last.series().study().study().date()).isEqualTo("20260308");
    assertThat(last.series().study().exchange().revision()).isEqualTo(5);
    assertThat(last.series().description().description()).isEqualTo("brain");
    assertThat(last.description()).isEqualTo(new Description.Instance("5", 4, 5, 16, 0));
    assertThat(last.arrival().content().digest()).isEqualTo("d1.2.7.9.5");
    assertThat(ledger.catalogue().seriesInStudy(id(7)))
        .isEqualTo(new SeriesInStudy(2, List.of("CT", "SR")));
    assertThat(ledger.catalogue().sopClasses(id(7))).containsExactly("1.2.840.10008.5.1.4.1.1.2");
    assertThat(ledger.catalogue().instancesInSeries(id(7)))
        .isEqualTo(Map.of("1.2.7.1", 2, "1.2.7.2", 3));
  }

  @Test
  void theFirstValueStaysAndGapsAreFilledAlsoAfterARestart() throws IOException {
    ledger.<Void>write(
        tx -> {
          open(tx, 1, "east");
          append(tx, 1, 1, "1.2.1.1", "CT", said(1, "", 1));
          append(tx, 1, 2, "1.2.1.1", "CT", said(1, "brain", 2));
          append(tx, 1, 3, "1.2.1.1", "CT", said(1, "heart", 3));
          return null;
        });
    ledger.close();
    ledger = SqlLedger.open(options());
    ledger.<Void>write(
        tx -> {
          append(tx, 1, 4, "1.2.1.1", "CT", said(1, "knee", 4));
          return null;
        });
    assertThat(studies(ALL).getFirst().study().description()).isEqualTo("brain");
    assertThat(series(ALL)).hasSize(1);
    assertThat(series(ALL).getFirst().description().description()).isEqualTo("brain");
  }

  @Test
  void whatWasUndoneIsWrittenWhenItComesAgain() throws IOException {
    assertThatThrownBy(
            () ->
                ledger.<Void>write(
                    tx -> {
                      open(tx, 1, "east");
                      append(tx, 1, 1, "1.2.1.1", "CT", said(1, "brain", 1));
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");
    assertThat(studies(ALL)).isEmpty();
    keep(1, "east", 1);
    assertThat(studies(ALL)).hasSize(1);
    assertThat(instances(ALL)).hasSize(1);
  }

  @Test
  void aLedgerOfTheFirstVersionIsFoundByItsIds() throws Exception {
    Path old = dir.resolve("old");
    Files.createDirectories(old);
    String url = "jdbc:sqlite:" + old.resolve("ledger.db");
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:org/farsight/ledger/migration")
        .placeholders(Map.of("bigid", "INTEGER"))
        .target("1")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO exchange VALUES"
              + " ('e1', 'east', 'STUDY', '1.2.3', 'P1', '', 'A1', 'CT', 0, 2, 1, 1),"
              + " ('e2', 'east', 'ECG', 'digest', 'P1', '', '', 'ECG', 0, 1, 1, 1)");
      statement.execute(
          "INSERT INTO arrival VALUES"
              + " (1, 'e1', 1, 1, 'C_STORE', 'C', 'd1', 'f', 0, 1, 0, 'dicom', 'class', '1.2.3.1',"
              + " 'ts', '1.2.3', '1.2.3.9', 'CT', 'P1', '', 'A1'),"
              + " (2, 'e1', 2, 1, 'C_STORE', 'C', 'd2', 'f', 1, 1, 0, 'dicom', 'class', '1.2.3.2',"
              + " 'ts', '1.2.3', '1.2.3.9', 'CT', 'P1', '', 'A1'),"
              + " (3, 'e2', 1, 1, 'HTTP', 'C', 'd3', 'f', 2, 1, 0, 'aecg', '', NULL,"
              + " '', '', '', 'ECG', 'P1', '', '')");
    }
    ledger.close();
    ledger = SqlLedger.open(SqlLedger.Options.in(old));

    assertThat(studies(ALL)).extracting(StudyEntry::uid).containsExactly("1.2.3");
    assertThat(series(ALL)).extracting(SeriesEntry::modality).containsExactly("CT");
    assertThat(instances(ALL)).extracting(InstanceEntry::uid).containsExactly("1.2.3.1", "1.2.3.2");
    assertThat(instances(ALL).getFirst().description()).isEqualTo(Description.Instance.NONE);
    ledger.<Void>write(
        tx -> {
          tx.append(
              new Arrival(
                  0,
                  "e1",
                  3,
                  T0,
                  Way.C_STORE,
                  "C",
                  new Content("d4", "f", 3, 1),
                  new ObjectFacts(
                      "dicom",
                      "class",
                      "1.2.3.4",
                      "ts",
                      "1.2.3",
                      "1.2.3.9",
                      "CT",
                      "P1",
                      "",
                      "A1",
                      said(1, "brain", 3)),
                  0));
          return null;
        });
    assertThat(studies(ALL).getFirst().patient().name())
        .as("a new object says what the old ones were not asked")
        .isEqualTo("Name1");
  }

  /** An empty database, and how its numbers are written. */
  record Empty(String url, String user, String password, String bigid, SqlLedger.Options options) {}

  /** Another one than that of {@link #options}. */
  Empty empty() throws IOException {
    Path folder = Files.createDirectories(dir.resolve("old"));
    String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
    return new Empty(url, "", "", "INTEGER", SqlLedger.Options.in(folder));
  }

  @Test
  void namesAndDaysOfALedgerWithoutTheirTablesAreFound() throws Exception {
    Empty old = empty();
    Flyway.configure()
        .dataSource(old.url(), old.user(), old.password())
        .locations("classpath:org/farsight/ledger/migration")
        .placeholders(Map.of("bigid", old.bigid(), "identity", "of a test"))
        .target("19")
        .load()
        .migrate();
    try (Connection connection =
            DriverManager.getConnection(old.url(), old.user(), old.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)"
              + " INSERT INTO exchange (id, site_id, kind, object_key, patient_id, patient_issuer,"
              + " accession, modality, priority, revision, first_at, last_at)"
              + " SELECT 'e' || i, 'east', 'STUDY', '1.2.' || i, 'P', '', '', 'CT', 0, 1, 1, 1"
              + " FROM n");
      statement.execute(
          "INSERT INTO study SELECT id, 'Lǚ^Bù=吕^布' || id, '', '', '20260301', '', '', '', ''"
              + " FROM exchange");
      statement.execute(
          "INSERT INTO series SELECT id, '1.2', 'CT', '', '', '', '', '', '', '', '', '', '', ''"
              + " FROM exchange");
    }
    ledger.close();
    ledger = SqlLedger.open(old.options());

    assertThat(studies(named(ANY, new NameTerm.Whole("lubu")))).hasSize(2500);
    assertThat(studies(named(ANY, new NameTerm.Whole("吕布e2500")))).hasSize(1);
    assertThat(studies(onDays("east", "CT", "20260301", "20260301"))).hasSize(2500);
  }

  private static Selection named(Optional<String> site, NameTerm... names) {
    return new Selection(
        site, Set.of(), Set.of(), Set.of(), ANY, ANY, ANY, ANY, ANY, Set.of(names));
  }

  private static Selection onDays(
      String site, String modality, String from, String to, NameTerm... names) {
    return new Selection(
        site.isEmpty() ? ANY : Optional.of(site),
        Set.of(),
        Set.of(),
        Set.of(),
        ANY,
        ANY,
        modality.isEmpty() ? ANY : Optional.of(modality),
        from.isEmpty() ? ANY : Optional.of(from),
        to.isEmpty() ? ANY : Optional.of(to),
        Set.of(names));
  }

  private void keepNamed(int study, String site, String name) {
    ledger.<Void>write(
        tx -> {
          open(tx, study, site);
          Description said = said(study, "brain", 1);
          append(tx, study, 1, "1.2." + study + ".1", "CT", named(said, name));
          return null;
        });
  }

  private static Description named(Description said, String name) {
    return new Description(
        new Description.Patient(name, "", "F"), said.study(), said.series(), said.instance());
  }

  @Test
  void studiesAreFoundByTheTermsOfTheirPatientsName() throws IOException {
    keepNamed(1, "east", "Li^Xiao Long=李^小龙");
    keepNamed(2, "west", "Li^Xiaomei=李^小梅");
    keepNamed(3, "east", "");
    keepNamed(4, "east", "Long^Li");

    assertThat(studies(named(ANY, new NameTerm.Whole("lixiaolong"))))
        .extracting(StudyEntry::uid)
        .containsExactly("1.2.1");
    assertThat(studies(named(ANY, new NameTerm.Beginning("li"))))
        .extracting(StudyEntry::uid)
        .containsExactly("1.2.4", "1.2.2", "1.2.1");
    assertThat(series(named(Optional.of("west"), new NameTerm.Beginning("小"))))
        .extracting(SeriesEntry::uid)
        .containsExactly("1.2.2.1");
    assertThat(instances(named(ANY, new NameTerm.Within("aome")))).hasSize(1);
    assertThat(studies(named(ANY, new NameTerm.Whole("longli"), new NameTerm.Beginning("小"))))
        .extracting(StudyEntry::uid)
        .containsExactly("1.2.4", "1.2.2", "1.2.1");
    assertThat(studies(onDays("", "", "20260301", "20260331", new NameTerm.Whole("李小龙"))))
        .extracting(StudyEntry::uid)
        .containsExactly("1.2.1");
  }

  @Test
  void namesThatVeryManyHaveLeadNowhere() throws IOException {
    keepNamed(1, "east", "Zhao^Yi");
    keepNamed(2, "east", "Qian^Er");
    ledger.<Void>change(
        tx -> {
          tx.statements()
              .execute(
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50001)"
                      + " INSERT INTO study_name (name, exchange_id)"
                      + " SELECT 'zhou' || CAST(i AS TEXT), 'gone' FROM n");
          return null;
        });

    assertThat(studies(named(ANY, new NameTerm.Beginning("zha")))).hasSize(1);
    assertThat(studies(named(ANY, new NameTerm.Beginning("zhou4")))).isEmpty();
    assertThat(studies(named(ANY, new NameTerm.Beginning("zh"))))
        .as("any name: who asks looks at each")
        .hasSize(2);
    assertThat(studies(onDays("", "", "20260301", "20260302", new NameTerm.Beginning("zh"))))
        .hasSize(1);
    assertThat(studies(named(ANY, new NameTerm.Within("hou")))).hasSize(2);
    assertThat(studies(named(ANY, new NameTerm.Within("hoay")))).isEmpty();
  }

  @Test
  void aNameAndADateThatComeLateLeadToTheStudyAlsoAfterARestart() throws IOException {
    Description none = Description.NONE;
    ledger.<Void>write(
        tx -> {
          open(tx, 1, "east");
          append(tx, 1, 1, "1.2.1.1", "CT", none);
          append(tx, 1, 2, "1.2.1.2", "SR", none);
          return null;
        });
    assertThat(studies(onDays("east", "", "19000101", ""))).isEmpty();
    ledger.close();
    ledger = SqlLedger.open(options());
    ledger.<Void>write(
        tx -> {
          append(tx, 1, 3, "1.2.1.2", "SR", named(said(1, "", 3), "Wang^Wu"));
          append(tx, 1, 4, "1.2.1.3", "PR", named(said(1, "", 4), "Other^Name"));
          return null;
        });

    for (String modality : List.of("CT", "SR", "PR", "")) {
      assertThat(studies(onDays("east", modality, "20260302", "20260302"))).as(modality).hasSize(1);
    }
    assertThat(studies(onDays("west", "", "20260302", "20260302"))).isEmpty();
    assertThat(studies(onDays("", "MR", "20260302", "20260302"))).isEmpty();
    assertThat(studies(named(ANY, new NameTerm.Whole("wangwu")))).hasSize(1);
    assertThat(studies(named(ANY, new NameTerm.Beginning("other"))))
        .as("the first name stays")
        .isEmpty();
  }

  @Test
  void pagesOfDaysGiveEachStudyOnceWhateverItsSeries() throws IOException {
    keep(1, 450, "east", 3);
    List<String> newestFirst =
        IntStream.rangeClosed(1, 450).map(i -> 451 - i).mapToObj(i -> "1.2." + i).toList();
    for (Selection selection :
        List.of(
            onDays("", "", "20260301", "20260331"),
            onDays("east", "SR", "20260301", "20260331"),
            onDays("east", "", "20260101", ""),
            onDays("", "CT", "", "20270101"),
            named(ANY, new NameTerm.Beginning("name")),
            named(Optional.of("east"), new NameTerm.Beginning("name"), new NameTerm.Within("x")),
            named(ANY, new NameTerm.Within("ame"), new NameTerm.Whole("name7")))) {
      assertThat(studies(selection)).extracting(StudyEntry::uid).isEqualTo(newestFirst);
      assertThat(series(selection)).hasSize(900);
      assertThat(instances(selection)).hasSize(1350);
    }
  }

  private String plan(Selection selection, Criteria.Level level) {
    Criteria criteria = Criteria.of(selection, level);
    return String.join("\n", ledger.plan(criteria.sql(), criteria.values(10).toArray()));
  }

  @Test
  void everySelectiveQueryUsesAnIndex() {
    Map<String, Selection> selections =
        Map.of(
            "exchange_by_key", Selection.of(ANY, Set.of("1.2.1"), Set.of(), Set.of()),
            "exchange_by_patient", narrowed(Optional.of("P"), ANY, ANY, ANY, ANY),
            "exchange_by_accession", narrowed(ANY, Optional.of("A"), ANY, ANY, ANY));
    selections.forEach(
        (index, selection) -> assertThat(plan(selection, Criteria.Level.STUDY)).contains(index));
    for (Criteria.Level level : Criteria.Level.values()) {
      assertThat(plan(onDays("east", "CT", "20260301", "20260301"), level))
          .containsAnyOf(
              "PRIMARY KEY (study_date=? AND site_id=? AND modality=?)", "study_day_pkey")
          .doesNotContain("exchange_by_site");
      assertThat(plan(named(Optional.of("east"), new NameTerm.Beginning("wang")), level))
          .containsAnyOf("PRIMARY KEY (name>? AND name<?)", "study_name_pkey")
          .doesNotContain("exchange_by_site");
      assertThat(plan(named(Optional.of("east"), new NameTerm.Whole("wang")), level))
          .containsAnyOf("PRIMARY KEY (name=?)", "study_name_pkey")
          .doesNotContain("exchange_by_site");
    }
    assertThat(
            plan(Selection.of(ANY, Set.of(), Set.of(), Set.of("1.2.3")), Criteria.Level.INSTANCE))
        .contains("arrival_of_instance");
  }

  private void recall(int study, Optional<RejectionReason> reason) {
    ledger.<Void>write(
        tx -> {
          tx.interventions().recall(id(study), reason, new Decision.Maker("Li", "wrong"), T0);
          assertThat(tx.interventions().recalled(id(study)).map(Recalled::reason))
              .isEqualTo(reason);
          return null;
        });
  }

  @Test
  void whatIsRecalledIsHiddenUntilTheRecallIsTakenBack() throws IOException {
    for (int i = 1; i <= 3; i++) {
      keep(i, "east", 2);
    }
    Catalogue hiding =
        new StandingStudies(ledger.catalogue(), ledger.interventions()::recalled, false);
    Catalogue unlessNamed =
        new StandingStudies(ledger.catalogue(), ledger.interventions()::recalled, true);
    recall(1, Optional.of(RejectionReason.PATIENT_SAFETY));
    recall(1, Optional.empty());
    recall(2, Optional.of(RejectionReason.INCORRECT_WORKLIST_ENTRY));
    assertThat(ledger.interventions().recalled()).containsExactly(id(2));
    assertThat(ledger.interventions().recalled(id(1))).isEmpty();
    assertThat(ledger.interventions().recalled(id(2)).map(Recalled::reason))
        .contains(RejectionReason.INCORRECT_WORKLIST_ENTRY);

    Selection named = Selection.of(ANY, Set.of("1.2.2"), Set.of(), Set.of());
    for (Catalogue catalogue : List.of(hiding, unlessNamed)) {
      List<String> found = new ArrayList<>();
      catalogue.studies(ALL, entry -> found.add(entry.uid()));
      catalogue.series(ALL, entry -> found.add(entry.uid()));
      catalogue.instances(ALL, entry -> found.add(entry.uid()));
      assertThat(found).hasSize(2 + 4 + 4).noneMatch(uid -> uid.startsWith("1.2.2"));
    }
    List<String> found = new ArrayList<>();
    hiding.instances(named, entry -> found.add(entry.uid()));
    assertThat(found).isEmpty();
    unlessNamed.instances(named, entry -> found.add(entry.uid()));
    assertThat(found).hasSize(2);
  }
}
