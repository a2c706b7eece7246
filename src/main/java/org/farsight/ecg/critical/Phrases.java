package org.farsight.ecg.critical;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Statement.Author;

/**
 * The ways in which one finding is said. What a person has said of it counts before what a device
 * has.
 */
public final class Phrases {

  /** How a finding is spoken of. */
  private enum Mention {
    SAID,
    DOUBTED,
    DENIED
  }

  private final Words name;
  private final Pattern phrases;
  private final Pattern unless;
  private final Pattern denials;
  private final Pattern denialsAfter;
  private final Pattern doubts;

  /**
   * Makes the patterns.
   *
   * @param name what evidence calls the finding
   * @param phrases the ways to say it, in any language
   * @param unless a clause with one of these speaks of something else: {@code old}, {@code 陈旧}
   * @param speech how it is denied and doubted
   */
  public Phrases(Words name, List<String> phrases, List<String> unless, Speech speech) {
    this.name = name;
    this.phrases = Speech.pattern(phrases);
    this.unless = Speech.pattern(unless);
    this.denials = Speech.pattern(speech.denials());
    this.denialsAfter = Speech.pattern(speech.denialsAfter());
    this.doubts = Speech.pattern(speech.doubts());
  }

  /** Whether the statements say it. */
  Answer in(List<Statement> statements) {
    if (statements.stream().allMatch(statement -> statement.text().isBlank())) {
      return new Answer.Unknown(
          new Words("needs an interpretation, which the file does not carry", "需要诊断结论，文件中没有"));
    }
    Set<Mention> byPeople = mentions(statements, true);
    boolean people = !byPeople.isEmpty();
    Set<Mention> mentions = people ? byPeople : mentions(statements, false);
    if (mentions.contains(Mention.SAID)) {
      return new Answer.Yes(
          new Verdict.Evidence(
              new Words("said: " + name.en(), "诊断结论：" + name.zh()),
              Optional.of(author(statements, people))));
    }
    return mentions.contains(Mention.DOUBTED)
        ? new Answer.Unknown(
            new Words(name.en() + " is said as possible only", "仅提示可能：" + name.zh()))
        : new Answer.No();
  }

  private Author author(List<Statement> statements, boolean people) {
    return statements.stream()
        .filter(statement -> (statement.author() == Author.PERSON) == people)
        .filter(statement -> mentions(statement).contains(Mention.SAID))
        .map(Statement::author)
        .findFirst()
        .orElse(Author.UNSTATED);
  }

  private Set<Mention> mentions(List<Statement> statements, boolean people) {
    Set<Mention> all = EnumSet.noneOf(Mention.class);
    for (Statement statement : statements) {
      if ((statement.author() == Author.PERSON) == people) {
        all.addAll(mentions(statement));
      }
    }
    return all;
  }

  private Set<Mention> mentions(Statement statement) {
    Set<Mention> all = EnumSet.noneOf(Mention.class);
    for (String clause : Speech.clauses(statement.text())) {
      Matcher found = phrases.matcher(clause);
      if (!unless.matcher(clause).find()) {
        while (found.find()) {
          all.add(mention(clause.substring(0, found.start()), clause.substring(found.end())));
        }
      }
    }
    return all;
  }

  /** Doubt counts before denial: "cannot rule out" is both, and is no denial. */
  private Mention mention(String before, String after) {
    if (doubts.matcher(Speech.afterLastLink(before)).find()
        || doubts.matcher(Speech.beforeFirstLink(after)).find()) {
      return Mention.DOUBTED;
    }
    return denials.matcher(before).find()
            || denialsAfter.matcher(Speech.beforeFirstLink(after)).find()
        ? Mention.DENIED
        : Mention.SAID;
  }
}
