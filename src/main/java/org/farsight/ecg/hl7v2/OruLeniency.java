package org.farsight.ecg.hl7v2;

import org.farsight.ecg.RulesInForce;
import org.farsight.hl7v2.Persons;

/** Reads a person by the rules of one message. */
record OruLeniency(RulesInForce<OruRule> rules) implements Persons.Leniency {
  @Override
  public boolean pinyinAndCharacters(String where) {
    return rules.apply(OruRule.PINYIN_AND_CHARACTERS, where);
  }

  @Override
  public void note(String what, String where) {
    rules.note(what, where);
  }
}
