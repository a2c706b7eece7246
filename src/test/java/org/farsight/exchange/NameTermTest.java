package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameTermTest {

  @ParameterizedTest
  @CsvSource({
    "Wang^Xiaodong, wangxiaodong xiaodongwang",
    "Wang^Xiaodong=王^小东=ワン^シャオ, wangxiaodong xiaodongwang 王小东 小东王 东王小 ワンシャオ シャオワン",
    "'Li^Xiao Long', lixiaolong xiaolongli longlixiao",
    "Ｗａｎｇ^Wǔ, wangwu wuwang",
    "LÜ^Bu, lubu bulu",
    "LV^Bu, lubu bulu",
    "Lǚ^Nǚ, lunu nulu",
    "O'Neill^Jean-Pierre^^Dr., oneilljeanpierredr neilljeanpierredro jeanpierredroneill"
        + " pierredroneilljean droneilljeanpierre",
    "ΟΔΥΣ, οδυσ",
    "𠮷田, 𠮷田 田𠮷",
    "王, 王",
    "'^ =,= ', ''",
    "a=b=c=d, a b c",
  })
  void aNameIsKeptFromEachOfItsWordsOn(String name, String terms) {
    assertThat(String.join(" ", NameTerm.of(name))).isEqualTo(terms);
  }

  @Test
  void theTermsOfALongNameAreFewAndShort() {
    assertThat(NameTerm.of("a b c d e f g h i j k l m n o p")).hasSize(NameTerm.MOST_WORDS);
    assertThat(NameTerm.of("𠮷".repeat(10_000)))
        .allSatisfy(term -> assertThat(term.length()).isLessThanOrEqualTo(NameTerm.LONGEST))
        .allSatisfy(term -> assertThat(term.codePoints()).allMatch(Character::isIdeographic));
  }

  @ParameterizedTest
  @CsvSource({
    "wang^xiaodong, Whole wangxiaodong",
    "wang*, Beginning wang",
    "wang^x?ao*, Beginning wangx",
    "LÜ*, Beginning lu",
    "王^小*, Beginning 王小",
    "*dong, Within dong",
    "*xiao*dong?, Within xiao",
    "?小*, Within 小",
    "*ving, Within ing",
    "*g, none",
    "*, none",
    "?^?, none",
    "'', none",
  })
  void aPatternTellsATermOfWhatFits(String pattern, String term) {
    String found =
        NameTerm.ofPattern(pattern)
            .map(
                t ->
                    switch (t) {
                          case NameTerm.Whole whole -> "Whole ";
                          case NameTerm.Beginning beginning -> "Beginning ";
                          case NameTerm.Within within -> "Within ";
                        }
                        + t.text())
            .orElse("none");
    assertThat(found).isEqualTo(term);
    assertThat(NameTerm.ofPattern("王小东").orElseThrow()).asString().doesNotContain("王");
  }
}
