package org.farsight.dicom.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;

/**
 * Private elements of one data set that stand with their creator (PS3.19 table A.1.5-2): those
 * without a block of elements get the creator's, or the first free one (PS3.5 §7.8.1).
 */
final class PrivateBlocks {

  private static final int FIRST = 0x10;
  private static final int LAST = 0xFF;

  private record Named(String creator, Element element) {}

  private record Block(int group, String creator) {}

  private final JsonDataSet builder;
  private final Map<Block, Integer> blocks = new HashMap<>();
  private final List<Named> waiting = new ArrayList<>();

  PrivateBlocks(JsonDataSet builder) {
    this.builder = builder;
  }

  void add(String creator, Element element) {
    waiting.add(new Named(creator.strip(), element));
  }

  /**
   * Puts all into the data set, which has its other elements.
   *
   * @throws IllegalArgumentException if a block is another creator's, or none is free
   */
  void addTo(DataSet dataSet) {
    for (Named named : waiting) {
      int block = block(named.element.tag());
      if (block != 0) {
        reserve(dataSet, Tag.group(named.element.tag()), block, named.creator);
        dataSet.put(named.element);
      }
    }
    for (Named named : waiting) {
      int tag = named.element.tag();
      if (block(tag) == 0) {
        int group = Tag.group(tag);
        Integer known = blocks.get(new Block(group, named.creator));
        if (known == null) {
          OptionalInt there = dataSet.privateTag(group, named.creator, 0);
          known = there.isPresent() ? block(there.getAsInt()) : firstFree(dataSet, group);
          reserve(dataSet, group, known, named.creator);
        }
        dataSet.put(at(Tag.of(group, known << 8 | tag & 0xFF), named.element));
      }
    }
  }

  private static int block(int tag) {
    return Tag.element(tag) >> 8;
  }

  /** The first block that nobody uses. */
  private static int firstFree(DataSet dataSet, int group) {
    for (int block = FIRST; block <= LAST; block++) {
      if (!dataSet.contains(Tag.of(group, block)) && !isUsed(dataSet, group, block)) {
        return block;
      }
    }
    throw new IllegalArgumentException("more private creators than a group has blocks");
  }

  private static boolean isUsed(DataSet dataSet, int group, int block) {
    for (Element element : dataSet) {
      if (Tag.group(element.tag()) == group && block(element.tag()) == block) {
        return true;
      }
    }
    return false;
  }

  private void reserve(DataSet dataSet, int group, int block, String creator) {
    int tag = Tag.of(group, block);
    blocks.putIfAbsent(new Block(group, creator), block);
    if (block < FIRST) {
      throw new IllegalArgumentException("a private element outside of every block");
    }
    if (!dataSet.contains(tag)) {
      dataSet.put(builder.element(tag, VR.LO, List.of(new JsonDataSet.Text(creator))));
    } else if (dataSet.string(tag).filter(creator::equals).isEmpty()) {
      throw new IllegalArgumentException("a private element in a block of another creator");
    }
  }

  private static Element at(int tag, Element element) {
    return switch (element) {
      case Element.Value one -> new Element.Value(tag, one.vr(), one.bytes(), one.bigEndian());
      case Element.Sequence one -> new Element.Sequence(tag, one.items());
      case Element.Fragments one -> new Element.Fragments(tag, one.vr(), one.fragments());
      case Element.Skipped one -> new Element.Skipped(tag, one.vr(), one.offset(), one.length());
    };
  }
}
