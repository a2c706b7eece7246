package org.farsight.cli;

import java.util.List;
import java.util.Locale;

/** The languages in which results are told. */
final class Language {
  private Language() {}

  /** Whether this system's people read Chinese. */
  static boolean isChinese() {
    return Locale.getDefault().getLanguage().equals("zh");
  }

  /**
   * What {@code --lang} says.
   *
   * @throws CommandFailure if it is neither
   */
  static boolean isChinese(String option) throws CommandFailure {
    if (!List.of("zh", "en").contains(option)) {
      throw new CommandFailure("--lang is zh or en", Main.WRONG_USE);
    }
    return option.equals("zh");
  }
}
