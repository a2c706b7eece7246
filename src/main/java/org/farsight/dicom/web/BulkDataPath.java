package org.farsight.dicom.web;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetReader.Event;
import org.farsight.dicom.io.ReadOptions;

/**
 * Which value a BulkDataURI means: tags of sequences with item numbers from 1, then the tag of the
 * element, as {@code DicomJsonWriter} names it.
 *
 * @param tags one more than items
 * @param items numbers of the items within
 */
public record BulkDataPath(List<Integer> tags, List<Integer> items) {

  private static final int DEEPEST = 64;

  /** Takes copies. */
  public BulkDataPath {
    tags = List.copyOf(tags);
    items = List.copyOf(items);
  }

  /** Reads {@code tag} or {@code tag/item/tag} and so on; empty where it is none. */
  public static Optional<BulkDataPath> parse(String text) {
    String[] pieces = text.split("/", -1);
    if (pieces.length % 2 == 0 || pieces.length > 2 * DEEPEST) {
      return Optional.empty();
    }
    List<Integer> tags = new ArrayList<>();
    List<Integer> items = new ArrayList<>();
    for (int i = 0; i < pieces.length; i++) {
      boolean isTag = i % 2 == 0;
      if (!pieces[i].matches(isTag ? "[0-9A-Fa-f]{8}" : "[1-9]\\d{0,8}")) {
        return Optional.empty();
      }
      if (isTag) {
        tags.add(Integer.parseUnsignedInt(pieces[i], 16));
      } else {
        items.add(Integer.parseInt(pieces[i]));
      }
    }
    return Optional.of(new BulkDataPath(tags, items));
  }

  /** Whether it means an element of the outermost level with this tag. */
  public boolean is(int tag) {
    return items.isEmpty() && tags.getFirst() == tag;
  }

  /** Takes the value once it is found. */
  public interface Sink {
    /** Where to write the value, of this many bytes. */
    OutputStream begin(long length) throws IOException;
  }

  /**
   * Copies the value in little endian, as a stream. Of encapsulated pixel data there is none: they
   * are had by frames.
   *
   * @return false where the object has no such value; nothing was written then
   */
  public boolean copy(StoredDataSet object, Sink sink) throws IOException {
    try (InputStream in = object.bytes().open();
        DataSetReader reader =
            new DataSetReader(in, object.length(), object.syntax(), ReadOptions.DEFAULT)) {
      return find(reader) && transfer(reader, sink);
    }
  }

  /** Goes through the object until the element is at hand. */
  private boolean find(DataSetReader reader) throws IOException {
    int reached = 0; // sequences of the path that are open, each at its item
    int[] counted = new int[tags.size()];
    int[] open = new int[ReadOptions.DEFAULT.maxDepth() + 1];
    int depth = 0;
    for (Event event = reader.next(); event != Event.END; event = reader.next()) {
      switch (event) {
        case ELEMENT -> {
          if (depth == reached && reached == items.size() && reader.tag() == tags.get(reached)) {
            return true;
          }
        }
        case SEQUENCE -> {
          boolean wanted =
              depth == reached && reached < items.size() && reader.tag() == tags.get(reached);
          depth++;
          open[depth] = wanted ? 1 : 0;
          if (wanted) {
            counted[reached] = 0;
          }
        }
        case ITEM -> {
          if (open[depth] == 1 && ++counted[reached] == items.get(reached)) {
            reached++;
          }
        }
        case ITEM_END -> {
          if (open[depth] == 1 && reached == depth) {
            return false; // the item meant is behind and had no such element
          }
        }
        case SEQUENCE_END -> depth--;
        case FRAGMENTS, FRAGMENT, FRAGMENTS_END -> {
          // pixel data
        }
        case END -> throw new IllegalStateException("left by the loop");
      }
    }
    return false;
  }

  private static boolean transfer(DataSetReader reader, Sink sink) throws IOException {
    OutputStream out = sink.begin(reader.length());
    int word = reader.vr().wordSize();
    if (reader.bigEndian() && word > 1) {
      OutputStream swap = new ByteSwap(new BufferedOutputStream(out, 1 << 16), word);
      reader.transferValue(swap);
      swap.flush();
    } else {
      reader.transferValue(out);
    }
    return true;
  }
}
