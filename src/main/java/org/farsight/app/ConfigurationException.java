package org.farsight.app;

import java.util.List;

/** The configuration cannot be used; each mistake says file, line and what to do. */
public final class ConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  /** All mistakes at once, in the order of the file. */
  public ConfigurationException(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** One line each. */
  public List<String> mistakes() {
    return mistakes;
  }
}
