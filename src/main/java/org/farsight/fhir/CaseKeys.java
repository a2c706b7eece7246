package org.farsight.fhir;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.exchange.Exchange;

/**
 * Keys of reading tasks and the ids of their cases. The first task of an exchange has the
 * exchange's key. What is read later has more behind it: {@code /<revision>} an addendum, {@code
 * /repeat-<n>} a read that is done again because its report was recalled. In a case's id the
 * exchange's id stands for the key, and hyphens for the slashes.
 */
public final class CaseKeys {
  private static final Pattern REPEAT = Pattern.compile("(.*)/repeat-([0-9]{1,6})");
  private static final Pattern ADDENDUM = Pattern.compile("[0-9]+(/.*)?");

  private CaseKeys() {}

  /** The case of a task's key; empty where the key is none of the exchange. */
  public static Optional<String> caseId(Exchange exchange, String key) {
    if (key.equals(exchange.key())) {
      return Optional.of(exchange.id());
    }
    return behind(exchange, key).map(rest -> exchange.id() + "-" + rest.replace('/', '-'));
  }

  /** Whether something came after a first read was completed, and this is to read it. */
  public static boolean isAddendum(Exchange exchange, String key) {
    return behind(exchange, key).filter(rest -> ADDENDUM.matcher(rest).matches()).isPresent();
  }

  private static Optional<String> behind(Exchange exchange, String key) {
    return key.startsWith(exchange.key() + "/")
        ? Optional.of(key.substring(exchange.key().length() + 1))
        : Optional.empty();
  }

  /** The key of a case's task; empty where the case is none of the exchange. */
  public static Optional<String> key(Exchange exchange, String caseId) {
    if (caseId.equals(exchange.id())) {
      return Optional.of(exchange.key());
    }
    if (!caseId.startsWith(exchange.id() + "-")) {
      return Optional.empty();
    }
    String rest = caseId.substring(exchange.id().length() + 1);
    // 3-repeat-1 is the repeated read of the addendum 3
    return Optional.of(exchange.key() + "/" + rest.replace("-repeat-", "/repeat-"));
  }

  /** The key of the read that takes the place of one whose report was recalled. */
  public static String again(String key) {
    Matcher repeated = REPEAT.matcher(key);
    return repeated.matches()
        ? repeated.group(1) + "/repeat-" + (Integer.parseInt(repeated.group(2)) + 1)
        : key + "/repeat-1";
  }
}
