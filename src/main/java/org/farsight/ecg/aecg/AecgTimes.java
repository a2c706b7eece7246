package org.farsight.ecg.aecg;

import java.util.Optional;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.xml.XmlElement;

/** Times in attributes, read under the rules in force. */
final class AecgTimes {
  private AecgTimes() {}

  /** The time in the element's {@code value}; a time that is none is noted and empty. */
  static Optional<AecgTime> of(XmlElement element, RulesInForce<AecgRule> rules) {
    Optional<String> text = element.attribute("value");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<AecgTime> time = AecgTime.parse(text.get());
    if (time.isEmpty()) {
      rules.note("TIME_NOT_UNDERSTOOD", element.path());
    }
    return time.filter(
        t -> !t.punctuated() || rules.apply(AecgRule.TIMES_WITH_PUNCTUATION, element.path()));
  }

  /** The named bound of an {@code effectiveTime}, or of whatever holds it. */
  static Optional<AecgTime> bound(
      Optional<XmlElement> interval, String name, RulesInForce<AecgRule> rules) {
    return interval.flatMap(i -> i.child(name)).flatMap(bound -> of(bound, rules));
  }
}
