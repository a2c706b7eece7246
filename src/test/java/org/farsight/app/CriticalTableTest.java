package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Statement.Author;
import org.farsight.ecg.critical.CriticalRules;
import org.farsight.ecg.critical.Tables;
import org.farsight.ecg.critical.Verdict;
import org.farsight.ecg.critical.Verdict.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table as it is shipped, rule by rule, and what is said of a table with mistakes. */
class CriticalTableTest {

  private static final Path SHIPPED = Path.of("routes/critical-values.yaml");
  private static final CriticalReader.Table TABLE = CriticalReader.read(SHIPPED);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private static List<String> hits(Tables says, String list) {
    return TABLE.rules().evaluate(says.recording(), list).stream()
        .filter(Verdict::isHit)
        .map(Verdict::ruleId)
        .toList();
  }

  private static List<String> hits(Tables says) {
    return hits(says, CriticalRules.EARLIEST);
  }

  private static Verdict verdict(Tables says, String rule, String list) {
    return TABLE.rules().evaluate(says.recording(), list).stream()
        .filter(verdict -> verdict.ruleId().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  private static String reason(Tables says, String rule) {
    Outcome outcome = verdict(says, rule, CriticalRules.EARLIEST).outcome();
    assertThat(outcome).isInstanceOf(Outcome.Undecided.class);
    return ((Outcome.Undecided) outcome).reason().en();
  }

  private static Tables beating(double rate) {
    return Tables.saying().measured(Kind.HEART_RATE, rate);
  }

  @Test
  void theShippedTableIsReadWholeAndIsNotSigned() {
    assertThat(TABLE.mistakes()).isEmpty();
    assertThat(TABLE.rules().rules()).hasSize(13);
    assertThat(TABLE.rules().signature()).isEmpty();
    assertThat(TABLE.warnings())
        .singleElement()
        .asString()
        .contains("not signed by a chief reader", TABLE.seal());
  }

  @Test
  void whereTheListsDifferTheEarlierAlarms() {
    Tables slow = beating(35).cart("窦性心动过缓");
    assertThat(hits(slow)).containsExactly("bradycardia");
    assertThat(hits(slow, "zhejiang")).containsExactly("bradycardia");
    assertThat(hits(slow, "zhejiang-trial")).isEmpty();
    assertThat(hits(beating(36).cart("窦性心动过缓"))).isEmpty();

    Tables fast = beating(190).cart("心房颤动伴快速心室率");
    assertThat(hits(fast)).containsExactly("fast-atrial-fibrillation");
    assertThat(hits(fast, "zhejiang")).isEmpty();
    assertThat(hits(beating(179).cart("心房颤动伴快速心室率"))).isEmpty();
  }

  @Test
  void theSourceIsThatOfTheListsThatAlarm() {
    Verdict slow = verdict(beating(35).cart("x"), "bradycardia", CriticalRules.EARLIEST);
    assertThat(slow.source().zh()).isEqualTo("浙江省心电图危急值标准（试用版之后的版本）");
    assertThat(slow.name().zh()).contains("严重心动过缓");
    Verdict slower = verdict(beating(30).cart("x"), "bradycardia", CriticalRules.EARLIEST);
    assertThat(slower.source().zh()).contains("试用版），浙江省医学会", "试用版之后的版本");
  }

  @Test
  void aRateIsTakenFromTheIntervalWhereOnlyThatIsGiven() {
    assertThat(hits(Tables.saying().measured(Kind.RR_INTERVAL, 1800).cart("x")))
        .containsExactly("bradycardia");
  }

  @Test
  void eachFindingIsHitByItsWordsInBothLanguages() {
    String[][] said = {
      {"third-degree-av-block", "三度房室传导阻滞", "Complete heart block"},
      {"polymorphic-ventricular-tachycardia", "尖端扭转型室性心动过速", "torsades de pointes"},
      {"ventricular-fibrillation", "心室颤动", "** Ventricular fibrillation **"},
      {"acute-infarct", "Ⅱ、Ⅲ、aVF导联ST段抬高，考虑急性下壁心肌梗死", "*** ACUTE MI ***"},
      {"acute-infarct", "ＳＴ段抬高型心肌梗死", "acute inferior infarct"},
      {"re-infarct", "陈旧性前壁心肌梗死后再次心肌梗死", "re-infarction"},
      {"hyperkalaemia", "高钾血症，窦室传导", "sino-ventricular conduction"},
      {"third-degree-av-block", "Ⅲ°房室传导阻滞", "3rd degree A-V block"}
    };
    for (String[] one : said) {
      assertThat(hits(beating(70).cart(one[1]))).as(one[1]).containsExactly(one[0]);
      assertThat(hits(beating(70).person(one[2]))).as(one[2]).containsExactly(one[0]);
    }
  }

  @Test
  void whatIsDeniedIsClear() {
    for (String text :
        List.of(
            "窦性心律，未见急性心肌梗死",
            "无三度房室传导阻滞",
            "急性心肌梗死已排除",
            "no evidence of acute infarct",
            "Acute MI ruled out",
            "without complete heart block or ventricular fibrillation",
            "陈旧性下壁心肌梗死",
            "old inferior infarct, age undetermined",
            "supraventricular ectopics",
            "非阵发性室性心动过速")) {
      assertThat(hits(beating(160).cart(text))).as(text).isEmpty();
    }
  }

  @Test
  void whatIsDoubtedCannotBeDecided() {
    for (String text :
        List.of(
            "急性心肌梗死？",
            "不能排除急性前壁心肌梗死",
            "可能为急性心肌梗死",
            "possible acute infarct",
            "cannot rule out acute MI",
            "acute infarct cannot be excluded")) {
      assertThat(reason(beating(70).cart(text), "acute-infarct"))
          .as(text)
          .isEqualTo("acute myocardial infarction is said as possible only");
    }
    // the doubt is about the other finding
    assertThat(hits(beating(70).cart("possible left atrial enlargement and complete heart block")))
        .containsExactly("third-degree-av-block");
  }

  @Test
  void whatAPersonSaysCountsBeforeTheCart() {
    Tables corrected = beating(70).cart("ACUTE MI").person("未见急性心肌梗死");
    assertThat(hits(corrected)).isEmpty();
    Tables confirmed = beating(70).cart("possible acute MI").person("急性心肌梗死");
    assertThat(hits(confirmed)).containsExactly("acute-infarct");
    Tables silent = beating(70).cart("ACUTE MI").person("窦性心律");
    assertThat(hits(silent)).containsExactly("acute-infarct");
    Outcome outcome = verdict(silent, "acute-infarct", CriticalRules.EARLIEST).outcome();
    assertThat(((Outcome.Hit) outcome).evidence())
        .singleElement()
        .satisfies(evidence -> assertThat(evidence.author()).contains(Author.DEVICE));
  }

  @Test
  void withoutAnInterpretationRulesThatNeedOneCannotBeDecided() {
    assertThat(reason(beating(70), "acute-infarct"))
        .isEqualTo("needs an interpretation, which the file does not carry");
    assertThat(hits(beating(30))).containsExactly("bradycardia");
  }

  @Test
  void aPauseNeedsTheLongestRr() {
    assertThat(reason(beating(70).cart("x"), "long-pause"))
        .isEqualTo("needs the longest RR interval, which the cart did not give");
    assertThat(hits(beating(70).cart("x").labelled("RR max", 3100, "ms")))
        .containsExactly("long-pause");
    assertThat(hits(beating(70).cart("x").labelled("RR max", 3.0, "s")))
        .containsExactly("long-pause");
    assertThat(
            verdict(
                    beating(70).cart("x").labelled("最长RR间期", 1100, "ms"),
                    "long-pause",
                    CriticalRules.EARLIEST)
                .outcome())
        .isInstanceOf(Outcome.Clear.class);
    // no RR is longer than the longest: the mean proves it
    assertThat(hits(Tables.saying().measured(Kind.RR_INTERVAL, 3200).cart("x")))
        .containsExactly("long-pause", "bradycardia");
  }

  @Test
  void preExcitedFibrillationNeedsTheShortestRrOnlyWhereItIsSaid() {
    Tables said = beating(170).cart("心房颤动伴预激综合征");
    assertThat(reason(said, "pre-excited-atrial-fibrillation"))
        .isEqualTo("needs the shortest RR interval, which the cart did not give");
    assertThat(hits(said.labelled("min RR", 240, "ms")))
        .containsExactly("pre-excited-atrial-fibrillation");
    assertThat(
            verdict(
                    beating(170).cart("窦性心动过速"),
                    "pre-excited-atrial-fibrillation",
                    CriticalRules.EARLIEST)
                .outcome())
        .isInstanceOf(Outcome.Clear.class);
  }

  @Test
  void ventricularTachycardiaIsNotWaitedForThirtySecondsUnlessAListIsChosen() {
    Tables seen = beating(160).cart("室性心动过速");
    assertThat(hits(seen)).containsExactly("ventricular-tachycardia");
    assertThat(hits(seen, "zhejiang")).isEmpty();
    Outcome open = verdict(seen, "ventricular-tachycardia", "zhejiang").outcome();
    assertThat(((Outcome.Undecided) open).reason().en()).isEqualTo("needs a recording of 30 s");
    assertThat(hits(beating(160).cart("室性心动过速").seconds(40), "zhejiang"))
        .containsExactly("ventricular-tachycardia");
    assertThat(hits(beating(140).cart("室性心动过速"))).isEmpty();
    assertThat(hits(beating(240).cart("室上性心动过速"))).containsExactly("supraventricular-tachycardia");
  }

  @Test
  void aLongQtIsCriticalWithROnT() {
    assertThat(hits(beating(70).measured(Kind.QTC_INTERVAL, 560).cart("R on T 室性早搏")))
        .containsExactly("long-qt-r-on-t");
    assertThat(hits(beating(70).measured(Kind.QTC_INTERVAL, 540).cart("R on T 室性早搏"))).isEmpty();
    assertThat(hits(beating(70).measured(Kind.QTC_INTERVAL, 560).cart("窦性心律"))).isEmpty();
  }

  @Test
  void mistakesHaveFileAndLine() throws Exception {
    String text = Files.readString(SHIPPED);
    String wrong =
        text.replaceFirst(
                "zhejiang-trial: \\[longest-rr >= 3.0 s\\]",
                "zhejiang-trail: [longest-rr >= 3.0 s]")
            .replaceFirst("heart-rate <= 35 /min", "heart-rate <= 35 mV")
            .replaceFirst("said third-degree-av-block", "said third-degree-block")
            .replaceFirst("heart-rate < 35 /min", "hart-rate < 35 /min");
    Path file = Files.writeString(folder.resolve("critical-values.yaml"), wrong);

    assertThat(CriticalReader.read(file).mistakes())
        .hasSize(4)
        .allMatch(mistake -> mistake.matches("(?s).*critical-values.yaml:[0-9]+: .*"))
        .anyMatch(mistake -> mistake.contains("unknown key rules.long-pause.zhejiang-trail"))
        .anyMatch(mistake -> mistake.contains("35 mV is none of heart-rate, which is in /min"))
        .anyMatch(mistake -> mistake.contains("there are no words.third-degree-block"))
        .anyMatch(mistake -> mistake.contains("nothing is called hart-rate"));
  }

  @Test
  void aSignatureHoldsForTheTextThatWasSigned() throws Exception {
    String seal = TABLE.seal();
    String signed =
        Files.readString(SHIPPED)
            .replaceFirst("by: \"\"", "by: 王主任")
            .replaceFirst("on: \"\"", "on: 2026-11-23")
            .replaceFirst("seal: \"\"", "seal: " + seal);
    Path file = Files.writeString(folder.resolve("critical-values.yaml"), signed + "\n# 备注\n");
    CriticalReader.Table table = CriticalReader.read(file);
    assertThat(table.mistakes()).isEmpty();
    assertThat(table.warnings()).isEmpty();
    assertThat(table.rules().signature())
        .hasValueSatisfying(s -> assertThat(s.by()).isEqualTo("王主任"));

    Files.writeString(file, signed.replace("heart-rate <= 35 /min", "heart-rate <= 30 /min"));
    assertThat(CriticalReader.read(file).warnings())
        .singleElement()
        .asString()
        .contains("are not what was signed on 2026-11-23");
  }

  @Test
  void anotherListIsFreeToBeWritten() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            lists:
              ours: {zh: 本院, en: this hospital}
            rules:
              wide:
                zh: QRS 增宽
                en: wide QRS
                ours: [qrs-duration > 200 ms]
            """);
    CriticalReader.Table table = CriticalReader.read(file);
    assertThat(table.mistakes()).isEmpty();
    assertThat(
            table
                .rules()
                .evaluate(Tables.saying().measured(Kind.QRS_DURATION, 210).recording(), "ours"))
        .singleElement()
        .matches(Verdict::isHit);
  }
}
