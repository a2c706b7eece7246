package org.farsight.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.Identity.Name;
import org.farsight.exchange.Identity.Sex;
import org.farsight.exchange.IdentityDecision;
import org.farsight.exchange.IdentityDecision.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of identity, case by case. What happens, one line each:
 *
 * <pre>
 * east 1001 | 赵明远 | Zhao Mingyuan | M | 1975-03-12 | card     a study or an ECG speaks of a patient
 * A08 7 east 1001 | …                                             the registration does, at 7 o'clock
 * merge east 1 into east 2, unmerge east 1                        A40, or a person
 * link east 1 with west 2, unlink east 1 from west 2              a person
 * </pre>
 *
 * What comes of it: {@code =} linked, each under its own id; {@code ?} the same card, not linked,
 * and why; {@code ->} merged, studies are found under the one that remains; {@code !} a
 * contradiction in what was said; {@code x} a decision that changes nothing. No line: nothing.
 */
class IdentityCasesTest {
  private static final Instant DAY = Instant.parse("2026-11-23T00:00:00Z");

  record Case(String name, List<String> happens, List<String> comes) {
    Case gives(String... lines) {
      return new Case(name, happens, List.of(lines));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Case when(String name, String... happens) {
    return new Case(name, List.of(happens), List.of());
  }

  static Stream<Case> cases() {
    return Stream.of(cards(), persons(), permits(), merges(), chains(), decisions(), registration())
        .flatMap(List::stream);
  }

  private static List<Case> cards() {
    return List.of(
        when(
                "the same card at two sites: one person, linked, nothing overwritten",
                "east 1001 | 赵明远 | | M | 1975-03-12 | 110101197503120012",
                "west A-7 | 赵明远 | | M | 1975-03-12 | 110101197503120012")
            .gives("east 1001 = west A-7"),
        when(
                "the same number at two sites: two persons, each site issues its own",
                "east 1001 | 赵明远 | | M | 1975-03-12 | 110101197503120012",
                "west 1001 | 钱小红 | | F | 1992-08-18 | 110101199208180046")
            .gives(),
        when(
                "a card with a wrong digit: flagged, links nobody",
                "east 1 | 赵明远 | | M | 1975-03-12 | 110101197503120012",
                "west 1 | 赵明远 | | M | 1975-03-12 | 110101197503120013")
            .gives("west 1 ! card-wrong"),
        when(
                "a card whose day does not exist is wrong",
                "east 1 | 孙伟 | | M | 1960-03-01 | 110101196013290010")
            .gives("east 1 ! card-wrong"),
        when(
                "a card of 15 places has no check digit: flagged, links nobody",
                "east 1 | 赵明远 | | M | 1975-03-12 | 110101750312001",
                "west 1 | 赵明远 | | M | 1975-03-12 | 110101750312001")
            .gives("east 1 ! card-15-places", "west 1 ! card-15-places"),
        when(
                "x for X, and spaces around",
                "east 1 | 王芳 | | F | 1949-12-31 | 11010519491231002X",
                "west 1 | 王芳 | | F | 1949-12-31 | 11010519491231002x")
            .gives("east 1 = west 1"),
        when(
                "the sex is not the card's: flagged, links nobody",
                "east 1 | 赵明远 | | F | 1975-03-12 | 110101197503120012",
                "west 1 | 赵明远 | | M | 1975-03-12 | 110101197503120012")
            .gives("east 1 ! card-sex", "east 1 ? west 1: card-sex, sex"),
        when(
                "the birth date is not the card's: flagged, links nobody",
                "east 1 | 赵明远 | | M | 1975-12-03 | 110101197503120012",
                "west 1 | 赵明远 | | M | 1975-03-12 | 110101197503120012")
            .gives("east 1 ! card-birth-date", "east 1 ? west 1: card-birth-date, birth-date"),
        when(
                "a relative's card: the names differ, a person must look",
                "east 1 | 赵明远 | | M | 1975-03-12 | 110101197503120012",
                "west 1 | 周建国 | | M | 1975-03-12 | 110101197503120012")
            .gives("east 1 ? west 1: name"),
        when(
                "one site has registered one card twice: linked, to be merged by the site",
                "east 1 | 赵明远 | | M | 1975-03-12 | 110101197503120012",
                "east 2 | 赵明远 | | M | 1975-03-12 | 110101197503120012")
            .gives("east 1 = east 2"),
        when(
                "a card that three sites know links all three",
                "east 1 | 赵明远 | | M | | 110101197503120012",
                "west 1 | 赵明远 | | M | | 110101197503120012",
                "north 1 | 赵明远 | | M | | 110101197503120012")
            .gives("east 1 = west 1", "east 1 = north 1", "north 1 = west 1"));
  }

  private static List<Case> persons() {
    return List.of(
        when(
                "Chinese characters here, pinyin there: nothing to compare, linked by the card",
                "east 1 | 赵明远 | | M | 1975-03-12 | 110101197503120012",
                "west 1 | | ZHAO MINGYUAN | M | 1975-03-12 | 110101197503120012")
            .gives("east 1 = west 1"),
        when(
                "pinyin in another order, with tones, hyphen and case: the same name",
                "east 1 | | ZHAO MINGYUAN | M | |",
                "east 1 | | Míng-yuǎn Zhào | M | |")
            .gives(),
        when(
                "the same pinyin, another character: told as what it is",
                "east 1 | 赵明远 | Zhao Mingyuan | M | |",
                "east 1 | 赵铭远 | Zhao Mingyuan | M | |")
            .gives("east 1 ! name-characters"),
        when(
                "a woman who is lü in one system and lv in another",
                "east 1 | | Lü Xiaoyan | F | |",
                "east 1 | | Lv Xiaoyan | F | |")
            .gives(),
        when(
                "one id, another person's name, sex and birth date: flagged, nothing overwritten",
                "east 1 | 赵明远 | | M | 1975-03-12 |",
                "east 1 | 钱小红 | | F | 1992-08-18 |")
            .gives("east 1 ! birth-date", "east 1 ! name", "east 1 ! sex"),
        when(
                "one id, two cards",
                "east 1 | 赵明远 | | M | | 110101197503120012",
                "east 1 | 赵明远 | | M | | 110101199208180038")
            .gives("east 1 ! card"),
        when(
                "twins: one birth date, one family name, two cards: never linked",
                "east 1 | 李东 | | M | 1992-08-18 | 110101199208180038",
                "east 2 | 李梅 | | F | 1992-08-18 | 110101199208180046")
            .gives(),
        when(
                "twins without cards, at two sites",
                "east 1 | 李之大 | | M | 2026-03-01 |",
                "west 1 | 李之大 | | M | 2026-03-01 |")
            .gives(),
        when(
                "a newborn without a card stands alone; the card comes years later and links",
                "east 1 | 王之子 | | M | 2026-03-01 |",
                "A08 9 east 1 | 王乐 | | M | 2026-03-01 | 110101202603010017",
                "west 8 | 王乐 | | M | 2026-03-01 | 110101202603010017")
            .gives("east 1 = west 8"),
        when(
                "a newborn under the mother's card is not the mother",
                "east 1 | 王芳 | | F | 1992-08-18 | 110101199208180046",
                "west 1 | 王芳之子 | | M | 2026-03-01 | 110101199208180046")
            .gives(
                "west 1 ! card-birth-date",
                "west 1 ! card-sex",
                "east 1 ? west 1: card-sex, card-birth-date, name, sex, birth-date"),
        when(
                "sex unknown or other contradicts nothing",
                "east 1 | 赵明远 | | U | | 110101197503120012",
                "west 1 | 赵明远 | | O | | 110101197503120012")
            .gives("east 1 = west 1"));
  }

  private static List<Case> permits() {
    return List.of(
        when(
                "a resident of Hong Kong by the permit of 18 places, at two sites",
                "east 1 | 陈大文 | Chan Tai Man | M | 1983-02-14 | 810000198302140015",
                "west 1 | 陳大文 | Chan Tai Man | M | 1983-02-14 | 810000198302140015")
            .gives("east 1 ? west 1: name-characters"),
        when(
                "a resident of Taiwan",
                "east 1 | 林怡君 | | F | 1990-01-05 | 830000199001050022",
                "west 1 | 林怡君 | | F | 1990-01-05 | 830000199001050022")
            .gives("east 1 = west 1"),
        when(
                "a foreigner by the permanent residence card that begins with 9",
                "east 1 | | SMITH JOHN | M | 1988-08-20 | 911156198808200013",
                "west 1 | | John Smith | M | 1988-08-20 | 911156198808200013")
            .gives("east 1 = west 1"),
        when(
                "a passport number is no card: it links nobody and contradicts nothing",
                "east 1 | | SMITH JOHN | M | 1988-08-20 | E12345678",
                "west 1 | | SMITH JOHN | M | 1988-08-20 | E12345678")
            .gives());
  }

  private static List<Case> merges() {
    return List.of(
        when(
                "an emergency id is merged once the patient is known",
                "east ER-1 | 无名氏 | | U | |",
                "east 1001 | 赵明远 | | M | 1975-03-12 | 110101197503120012",
                "merge east ER-1 into east 1001")
            .gives("east ER-1 -> east 1001"),
        when(
                "a merge is told twice: once is enough",
                "merge east 1 into east 2",
                "merge east 1 into east 2")
            .gives("east 1 -> east 2", "x merge east 1 into east 2"),
        when(
                "a study that comes later under the merged id belongs to the one that remains",
                "merge east 1 into east 2",
                "east 1 | 赵明远 | | M | |")
            .gives("east 1 -> east 2"),
        when("a merge of what nobody has heard of yet holds", "merge east 8 into east 9")
            .gives("east 8 -> east 9"),
        when(
                "merged and unmerged: each stands for itself",
                "merge east 1 into east 2",
                "unmerge east 1")
            .gives(),
        when("nothing to unmerge", "unmerge east 1").gives("x unmerge east 1"),
        when(
                "merged, unmerged, merged again",
                "merge east 1 into east 2",
                "unmerge east 1",
                "merge east 1 into east 3")
            .gives("east 1 -> east 3"),
        when(
                "merged into another one already: a person must look, nothing changes",
                "merge east 1 into east 2",
                "merge east 1 into east 3")
            .gives("east 1 -> east 2", "x merge east 1 into east 3"),
        when("a patient is not merged into itself", "merge east 1 into east 1")
            .gives("x merge east 1 into east 1"));
  }

  private static List<Case> chains() {
    return List.of(
        when(
                "a chain: what was merged first is found at its end",
                "merge east 1 into east 2",
                "merge east 2 into east 3")
            .gives("east 1 -> east 3", "east 2 -> east 3"),
        when("a chain is told in any order", "merge east 2 into east 3", "merge east 1 into east 2")
            .gives("east 1 -> east 3", "east 2 -> east 3"),
        when(
                "the last link of a chain is undone: the first holds",
                "merge east 1 into east 2",
                "merge east 2 into east 3",
                "unmerge east 2")
            .gives("east 1 -> east 2"),
        when(
                "the first link of a chain is undone: the last holds",
                "merge east 1 into east 2",
                "merge east 2 into east 3",
                "unmerge east 1")
            .gives("east 2 -> east 3"),
        when(
                "a link in the middle of a chain is undone: both ends hold",
                "merge east 1 into east 2",
                "merge east 2 into east 3",
                "merge east 3 into east 4",
                "unmerge east 2")
            .gives("east 1 -> east 2", "east 3 -> east 4"),
        when(
                "what is merged into one that was merged before is found at the end",
                "merge east 2 into east 3",
                "merge east 3 into east 4",
                "merge east 1 into east 2")
            .gives("east 1 -> east 4", "east 2 -> east 4", "east 3 -> east 4"),
        when(
                "a circle of two is not closed",
                "merge east 1 into east 2",
                "merge east 2 into east 1")
            .gives("east 1 -> east 2", "x merge east 2 into east 1"),
        when(
                "a circle of three is not closed",
                "merge east 1 into east 2",
                "merge east 2 into east 3",
                "merge east 3 into east 1")
            .gives("east 1 -> east 3", "east 2 -> east 3", "x merge east 3 into east 1"),
        when(
                "the other way round, once it is undone",
                "merge east 1 into east 2",
                "unmerge east 1",
                "merge east 2 into east 1")
            .gives("east 2 -> east 1"),
        when(
                "two into one, one undone",
                "merge east 1 into east 3",
                "merge east 2 into east 3",
                "unmerge east 2")
            .gives("east 1 -> east 3"));
  }

  private static List<Case> decisions() {
    return List.of(
        when(
                "a person links two whose cards are not known",
                "east 1 | 赵明远 | | M | |",
                "west 1 | 赵明远 | | M | |",
                "link east 1 with west 1")
            .gives("east 1 = west 1"),
        when(
                "a person parts two that share a card: the card does not link them again",
                "east 1 | 赵明远 | | M | | 110101197503120012",
                "west 1 | 赵明远 | | M | | 110101197503120012",
                "unlink east 1 from west 1")
            .gives(),
        when(
                "a person links what was in doubt, a relative's name notwithstanding",
                "east 1 | 赵明远 | | M | | 110101197503120012",
                "west 1 | 赵明元 | | M | | 110101197503120012",
                "link west 1 with east 1")
            .gives("east 1 = west 1"),
        when(
                "the last decision counts",
                "east 1 | 赵明远 | | M | |",
                "west 1 | 赵明远 | | M | |",
                "link east 1 with west 1",
                "unlink west 1 from east 1")
            .gives());
  }

  private static List<Case> registration() {
    return List.of(
        when(
                "the registration's name replaces a device's; the device's next study changes"
                    + " nothing",
                "east 1 | 赵名远 | | M | |",
                "A08 8 east 1 | 赵明远 | | M | |",
                "east 1 | 赵名远 | | M | |")
            .gives("east 1 ! name"),
        when(
                "a registration that changes name, sex and birth date at once: a used id, flagged",
                "A08 8 east 1 | 赵明远 | | M | 1975-03-12 |",
                "A08 9 east 1 | 钱小红 | | F | 1992-08-18 |")
            .gives("east 1 ! birth-date", "east 1 ! name", "east 1 ! sex"),
        when(
                "an older message of the registration changes nothing that a newer one said",
                "A08 9 east 1 | 赵明远 | | M | 1975-03-12 |",
                "A08 7 east 1 | 赵名远 | | M | 1975-03-21 |",
                "east 1 | 赵明远 | | M | 1975-03-12 |")
            .gives("east 1 ! birth-date", "east 1 ! name"),
        when(
                "what the registration leaves out stays",
                "A08 7 east 1 | 赵明远 | | M | | 110101197503120012",
                "A08 8 east 1 | 赵明远 | | M | |",
                "west 1 | 赵明远 | | M | | 110101197503120012")
            .gives("east 1 = west 1"),
        when(
                "a corrected card links",
                "A08 7 east 1 | 赵明远 | | M | | 110101197503120013",
                "A08 8 east 1 | 赵明远 | | M | | 110101197503120012",
                "west 1 | 赵明远 | | M | | 110101197503120012")
            .gives("east 1 ! card-wrong", "east 1 = west 1"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void comesAsWritten(Case one) {
    assertThat(outcome(one.happens())).containsExactlyInAnyOrderElementsOf(one.comes());
  }

  @Test
  void thereAreMoreThanThirtyCases() {
    assertThat(cases()).hasSizeGreaterThan(30);
  }

  private final Register register = new Register();
  private final Kinship kinship = new Kinship(register);
  private final List<String> told = new ArrayList<>();

  private List<String> outcome(List<String> happens) {
    Set<Key> keys = new TreeSet<>((a, b) -> name(a).compareTo(name(b)));
    for (String line : happens) {
      if (line.contains("|")) {
        keys.add(say(line));
      } else {
        keys.addAll(decide(line));
      }
    }
    List<String> found = new ArrayList<>(told);
    for (Key key : keys) {
      Kinship.Around around = kinship.around(key);
      for (Kinship.Same same : around.same()) {
        if (name(key).compareTo(name(same.key())) < 0) {
          found.add(name(key) + " = " + name(same.key()));
        }
      }
      for (Kinship.Doubt doubt : around.doubts()) {
        if (name(key).compareTo(name(doubt.key())) < 0) {
          List<String> against = doubt.against().stream().map(Contradiction::code).toList();
          found.add(name(key) + " ? " + name(doubt.key()) + ": " + String.join(", ", against));
        }
      }
      Key survivor = around.merges().survivor(key);
      if (!survivor.equals(key)) {
        found.add(name(key) + " -> " + name(survivor));
      }
    }
    return found;
  }

  private Key say(String line) {
    String[] parts = Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
    String[] who = parts[0].split(" ");
    boolean registered = who[0].equals("A08");
    Key key = key(who[who.length - 2] + " " + who[who.length - 1]);
    String card = parts[5].toUpperCase(java.util.Locale.ROOT);
    Identity said =
        new Identity(
            key,
            who[who.length - 2],
            IdCard.looksLike(card) ? card : "",
            new Name(parts[1], parts[2]),
            switch (parts[3]) {
              case "M" -> Sex.MALE;
              case "F" -> Sex.FEMALE;
              case "O" -> Sex.OTHER;
              default -> Sex.UNKNOWN;
            },
            parts[4].isEmpty() ? null : LocalDate.parse(parts[4]),
            registered ? DAY.plusSeconds(3600L * Integer.parseInt(who[1])) : null,
            "x");
    kinship.contradictions(said).forEach(one -> told.add(name(key) + " ! " + one.code()));
    register.said(said);
    return key;
  }

  private List<Key> decide(String line) {
    String[] words = line.split(" ");
    Key from = key(words[1] + " " + words[2]);
    Key into = words.length > 3 ? key(words[4] + " " + words[5]) : from;
    Kind kind = Kind.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
    IdentityDecision decision =
        new IdentityDecision(register.decisions() + 1, DAY, kind, from, into, "Li", "asked", "");
    if (kinship.around(from).merges().objection(decision).isPresent()) {
      told.add("x " + line);
    }
    register.decide(decision);
    return List.of(from, into);
  }

  private static Key key(String siteAndId) {
    String[] parts = siteAndId.split(" ");
    return new Key("https://" + parts[0] + ".example/patient", parts[1]);
  }

  private static String name(Key key) {
    return key.system().substring(8, key.system().indexOf('.')) + " " + key.id();
  }
}
