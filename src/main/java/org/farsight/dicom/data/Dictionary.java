package org.farsight.dicom.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The data dictionary, PS3.6 §6 to §9 (and PS3.7 annex E for group 0000), with its repeating
 * groups. Private elements are unknown to it.
 */
public final class Dictionary {

  /**
   * One row of the dictionary.
   *
   * @param tag the tag; of a repeating group the lowest
   * @param keyword the keyword, empty for some retired elements
   * @param vr the VR; where the standard leaves a choice, the one that implicit VR little endian
   *     data are decoded with (OW of OB and OW, US of US and SS)
   * @param vrChoice all VRs, separated by {@code /}
   * @param vm the value multiplicity such as {@code 1-n}
   * @param retired whether the element is retired
   * @param name the name
   */
  public record Entry(
      int tag, String keyword, VR vr, String vrChoice, String vm, boolean retired, String name) {

    /** Whether the VR depends on Pixel Representation (0028,0103): US where 0, SS where 1. */
    public boolean signedByPixelRepresentation() {
      return vrChoice.startsWith("US/SS");
    }
  }

  private record Repeating(int mask, int pattern, Entry entry) {}

  private static final Map<Integer, Entry> BY_TAG = new HashMap<>(8192);
  private static final Map<String, Entry> BY_KEYWORD = new HashMap<>(8192);
  private static final List<Repeating> REPEATING = new ArrayList<>();

  static {
    TableResource.rows("data-elements.txt", 6).forEach(Dictionary::add);
  }

  private Dictionary() {}

  /** The row of a tag, or null for a private or unknown one. */
  public static @Nullable Entry entry(int tag) {
    Entry entry = BY_TAG.get(tag);
    if (entry != null) {
      return entry;
    }
    for (Repeating row : REPEATING) {
      if ((tag & row.mask) == row.pattern && !oddRepeatingGroup(tag, row)) {
        return row.entry;
      }
    }
    return null;
  }

  /**
   * The VR of a tag: from the table, UL for a group length, LO for a private creator, otherwise UN
   * (PS3.5 §6.2.2, §7.2, §7.8.1).
   */
  public static VR vr(int tag) {
    if (Tag.isPrivate(tag)) {
      return Tag.isPrivateCreator(tag) ? VR.LO : Tag.isGroupLength(tag) ? VR.UL : VR.UN;
    }
    Entry entry = entry(tag);
    if (entry != null) {
      return entry.vr;
    }
    return Tag.isGroupLength(tag) ? VR.UL : VR.UN;
  }

  /** The keyword of a tag, if the standard gives one. */
  public static Optional<String> keyword(int tag) {
    Entry entry = entry(tag);
    return entry == null || entry.keyword.isEmpty() ? Optional.empty() : Optional.of(entry.keyword);
  }

  /** The tag of a keyword; of a repeating group the lowest. */
  public static OptionalInt tag(String keyword) {
    Entry entry = BY_KEYWORD.get(keyword);
    return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.tag);
  }

  private static void add(String[] row) {
    String pattern = row[0];
    int tag = Integer.parseUnsignedInt(pattern.replace('x', '0'), 16);
    String choice = row[2].equals("-") ? "" : row[2];
    Entry entry =
        new Entry(
            tag,
            row[1].equals("-") ? "" : row[1],
            implicitVr(choice),
            choice,
            row[3],
            row[4].equals("Y"),
            row[5]);
    if (pattern.indexOf('x') < 0) {
      BY_TAG.put(tag, entry);
    } else {
      int mask = 0;
      for (int i = 0; i < 8; i++) {
        mask = mask << 4 | (pattern.charAt(i) == 'x' ? 0 : 0xF);
      }
      REPEATING.add(new Repeating(mask, tag, entry));
    }
    if (!entry.keyword.isEmpty()) {
      BY_KEYWORD.put(entry.keyword, entry);
    }
  }

  /** PS3.5 §A.1: where there is a choice, implicit VR little endian is OW. */
  private static VR implicitVr(String choice) {
    if (choice.isEmpty()) {
      return VR.UN;
    }
    return choice.endsWith("OW") ? VR.OW : VR.valueOf(choice.substring(0, 2));
  }

  /** Repeating groups such as 60xx exist for even numbers only; odd ones are private. */
  private static boolean oddRepeatingGroup(int tag, Repeating row) {
    return (row.mask & 0x0001_0000) == 0 && Tag.isPrivate(tag);
  }
}
