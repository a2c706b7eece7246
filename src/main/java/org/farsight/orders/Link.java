package org.farsight.orders;

import org.farsight.exchange.OrderMatch.Words;

/** How two ids are known to be one person's. */
enum Link {
  /** The same right number of an id card is known under both, and nothing speaks against it. */
  CARD("linked by the same id card", "凭同一身份证号关联"),

  /** A person has linked them. */
  PERSON("linked by a person's decision", "由人工关联"),

  /** One was merged into the other, or both into a third. */
  MERGE("merged by the registration or by a person", "已由登记系统或人工合并");

  private final Words words;

  Link(String en, String zh) {
    this.words = new Words(en, zh);
  }

  /** What is found, with the evidence that the ids alone do not give. */
  Words evidence(Words found) {
    return new Words(
        found.en() + "; the patient ids differ and are " + words.en(),
        found.zh() + "；患者编号不同，" + words.zh());
  }
}
