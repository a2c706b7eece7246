package org.farsight.ecg.critical;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How carts and people deny and doubt, in the words of the table. A phrase is written as it stands;
 * {@code *} is anything within the same clause. Case, width of letters and blanks do not matter.
 *
 * @param denials words before a finding that deny it: {@code no}, {@code 未见}
 * @param denialsAfter words behind it: {@code ruled out}, {@code 已排除}
 * @param doubts words beside it that leave it open: {@code possible}, {@code 不除外}, {@code ?}
 */
public record Speech(List<String> denials, List<String> denialsAfter, List<String> doubts) {

  private static final int LONGEST_TEXT = 20_000;
  private static final int LONGEST_GAP = 30;

  /** A number's point and colon part nothing. */
  private static final Pattern CLAUSES =
      Pattern.compile("[\\n\\r;。!,]|(?<![0-9])[.:](?![0-9])|\\bbut\\b|但");

  private static final Pattern LINKS = Pattern.compile("\\band\\b|\\bwith\\b|合并|伴|及|并");

  public Speech {
    denials = List.copyOf(denials);
    denialsAfter = List.copyOf(denialsAfter);
    doubts = List.copyOf(doubts);
  }

  /** A text in the letters in which phrases are sought, clause by clause. */
  static List<String> clauses(String text) {
    String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    return Arrays.stream(CLAUSES.split(plain(cut))).filter(c -> !c.isBlank()).toList();
  }

  /** One pattern for several phrases; matches nothing where there is none. */
  static Pattern pattern(List<String> phrases) {
    return phrases.isEmpty()
        ? Pattern.compile("(?!)")
        : Pattern.compile(phrases.stream().map(Speech::regex).collect(Collectors.joining("|")));
  }

  /** The part of a clause behind the last word that links two findings. */
  static String afterLastLink(String before) {
    String[] parts = LINKS.split(before, -1);
    return parts[parts.length - 1];
  }

  /** The part of a clause before the first word that links two findings. */
  static String beforeFirstLink(String after) {
    return LINKS.split(after, 2)[0];
  }

  private static String regex(String phrase) {
    String plain = plain(phrase);
    String body =
        Arrays.stream(plain.split("\\*", -1))
            .map(String::strip)
            .map(
                piece ->
                    Arrays.stream(piece.split("[\\s-]+"))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[\\s-]*")))
            .collect(Collectors.joining(".{0," + LONGEST_GAP + "}?"));
    String start = isLatin(plain.charAt(0)) ? "(?<![a-z0-9])" : "";
    String end = isLatin(plain.charAt(plain.length() - 1)) ? "(?![a-z0-9])" : "";
    return start + "(?:" + body + ")" + end;
  }

  private static boolean isLatin(char letter) {
    return letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9';
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
  }
}
