package org.farsight.catalogue;

import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.SpecificCharacterSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;

/**
 * Data sets as the peer can read them. The Specific Character Set is that of the request where it
 * has all characters of the answer, since who asks in it reads it; else UTF-8 (PS3.4 §C.4.1.1.3.1
 * leaves the choice to the SCP). Text of ASCII only needs none.
 */
final class Answers {
  private final SpecificCharacterSet asked;

  /** For a request. */
  Answers(DataSet identifier) {
    this.asked = identifier.characterSet();
  }

  /** The same content, encoded for the peer. */
  DataSet encode(DataSet found) {
    if (asked.unknownTerms().isEmpty()) {
      try {
        return encode(found, asked);
      } catch (IllegalArgumentException e) {
        // a character that the peer's set does not have: below in one that has all
      }
    }
    return encode(found, SpecificCharacterSet.UTF_8);
  }

  private static DataSet encode(DataSet found, SpecificCharacterSet set) {
    DataSet answer = new DataSet();
    boolean declared = !isAscii(found);
    if (declared) {
      List<String> terms = set.terms();
      answer.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, terms.toArray(String[]::new));
    }
    copy(found, answer, declared ? set : SpecificCharacterSet.DEFAULT);
    return answer;
  }

  private static void copy(DataSet from, DataSet to, SpecificCharacterSet set) {
    for (Element element : from) {
      switch (element) {
        case Element.Value value -> {
          if (value.tag() != Tag.SPECIFIC_CHARACTER_SET) {
            to.put(recoded(value, from.characterSet(), set));
          }
        }
        case Element.Sequence sequence ->
            to.putItems(
                sequence.tag(),
                sequence.items().stream()
                    .map(
                        item -> {
                          DataSet copy = new DataSet();
                          copy(item, copy, set);
                          return copy;
                        })
                    .toList());
        case Element.Fragments fragments -> {}
        case Element.Skipped skipped -> {}
      }
    }
  }

  private static Element recoded(
      Element.Value value, SpecificCharacterSet from, SpecificCharacterSet to) {
    if (!value.vr().usesCharacterSet()) {
      return value;
    }
    byte[] bytes = to.encode(from.decode(value.bytes(), value.vr()), value.vr());
    return new DataSet().putBytes(value.tag(), value.vr(), bytes).iterator().next();
  }

  private static boolean isAscii(DataSet found) {
    for (Element element : found) {
      boolean ascii =
          switch (element) {
            case Element.Value value -> !value.vr().usesCharacterSet() || isAscii(value.bytes());
            case Element.Sequence sequence -> sequence.items().stream().allMatch(Answers::isAscii);
            case Element.Fragments fragments -> true;
            case Element.Skipped skipped -> true;
          };
      if (!ascii) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
