package org.farsight.dicom.data;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Data elements ordered by tag, PS3.5 §7. Elements keep the bytes of their value; the typed getters
 * decode when asked. A getter treats a value that is absent, empty, of another kind or not read
 * into memory ({@link Element.Skipped}) alike: it returns empty. Mutable, not safe for several
 * threads while one of them writes.
 */
public final class DataSet implements Iterable<Element> {

  private final ElementTable elements = new ElementTable();
  private @Nullable DataSet parent;
  private @Nullable SpecificCharacterSet characterSet;

  /** The number of elements on this level. */
  public int size() {
    return elements.size();
  }

  /** Whether there is no element. */
  public boolean isEmpty() {
    return elements.size() == 0;
  }

  /** Whether the element is there, with or without a value. */
  public boolean contains(int tag) {
    return elements.get(tag) != null;
  }

  /** The element, or null where there is none. */
  public @Nullable Element element(int tag) {
    return elements.get(tag);
  }

  /** The data set whose sequence holds this item, or null for the outermost. */
  public @Nullable DataSet parent() {
    return parent;
  }

  /** The elements, in ascending order of tags. */
  @Override
  public Iterator<Element> iterator() {
    return elements.iterator();
  }

  /**
   * How text is encoded: (0008,0005) of this data set or, for an item without it, of the data set
   * around it (PS3.5 §7.5.3).
   */
  public SpecificCharacterSet characterSet() {
    if (characterSet != null) {
      return characterSet;
    }
    Element.Value declared = value(Tag.SPECIFIC_CHARACTER_SET);
    if (declared == null || declared.bytes().length == 0) {
      return parent == null ? SpecificCharacterSet.DEFAULT : parent.characterSet();
    }
    String text = SpecificCharacterSet.DEFAULT.decode(declared.bytes(), VR.CS);
    characterSet = SpecificCharacterSet.of(text.split("\\\\", -1));
    return characterSet;
  }

  // ---------------------------------------------------------------- getters

  /** The first value as text, without padding; numbers in decimal. */
  public Optional<String> string(int tag) {
    Element.Value value = value(tag);
    return value == null
        ? Optional.empty()
        : TextValue.first(value, characterSet()).filter(text -> !text.isEmpty());
  }

  /** All values as text, without padding; one that is empty between others is an empty string. */
  public List<String> strings(int tag) {
    Element.Value value = value(tag);
    return value == null ? List.of() : TextValue.all(value, characterSet());
  }

  /** The first value as a person name. */
  public Optional<PersonName> personName(int tag) {
    return string(tag).flatMap(PersonName::parse);
  }

  /** The first value as a date, of DA. */
  public Optional<LocalDate> date(int tag) {
    return string(tag).flatMap(TemporalValue::date);
  }

  /** The first value as a time of day, of TM. */
  public Optional<LocalTime> time(int tag) {
    return string(tag).flatMap(TemporalValue::time);
  }

  /** The first value as a date and time, of DT. */
  public Optional<TemporalValue> dateTime(int tag) {
    return string(tag).flatMap(TemporalValue::dateTime);
  }

  /** The first value as an integer, of a binary VR, IS or DS; empty if it is none or too large. */
  public OptionalInt integer(int tag) {
    OptionalLong value = longInteger(tag);
    return value.isPresent() && (int) value.getAsLong() == value.getAsLong()
        ? OptionalInt.of((int) value.getAsLong())
        : OptionalInt.empty();
  }

  /** The first value as a 64-bit integer, of a binary VR, IS or DS; empty if it is none. */
  public OptionalLong longInteger(int tag) {
    Element.Value value = value(tag);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!value.vr().isString()) {
      return BinaryValue.count(value) == 0
          ? OptionalLong.empty()
          : OptionalLong.of(BinaryValue.integer(value, 0));
    }
    return TextValue.first(value, characterSet())
        .map(TextValue::integer)
        .orElse(OptionalLong.empty());
  }

  /** All values as integers; empty where one of them is none or too large. */
  public int[] integers(int tag) {
    double[] values = decimals(tag);
    int[] integers = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      integers[i] = (int) values[i];
      if (integers[i] != values[i]) {
        return new int[0];
      }
    }
    return integers;
  }

  /** The first value as a number, of a binary VR, DS or IS; empty if it is none. */
  public OptionalDouble decimal(int tag) {
    Element.Value value = value(tag);
    if (value == null) {
      return OptionalDouble.empty();
    }
    if (!value.vr().isString()) {
      return BinaryValue.count(value) == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(BinaryValue.decimal(value, 0));
    }
    return TextValue.first(value, characterSet())
        .map(TextValue::decimal)
        .orElse(OptionalDouble.empty());
  }

  /** All values as numbers; empty where one of them is none. */
  public double[] decimals(int tag) {
    Element.Value value = value(tag);
    if (value == null) {
      return new double[0];
    }
    if (value.vr().isString()) {
      return TextValue.decimals(TextValue.all(value, characterSet()));
    }
    double[] values = new double[BinaryValue.count(value)];
    for (int i = 0; i < values.length; i++) {
      values[i] = BinaryValue.decimal(value, i);
    }
    return values;
  }

  /** The items of a sequence; empty for any other element. The list cannot be changed. */
  public List<DataSet> items(int tag) {
    return element(tag) instanceof Element.Sequence sequence ? sequence.items() : List.of();
  }

  /** The first item of a sequence. */
  public Optional<DataSet> item(int tag) {
    List<DataSet> items = items(tag);
    return items.isEmpty() ? Optional.empty() : Optional.of(items.getFirst());
  }

  /**
   * The value field with its padding, numbers in little endian. Not to be changed.
   *
   * @throws IllegalStateException if the value was not read into memory: ask {@link #element} first
   *     where that may be
   */
  public byte[] bytes(int tag) {
    Element element = element(tag);
    if (element instanceof Element.Skipped) {
      throw new IllegalStateException("the value of " + Tag.toString(tag) + " was not read");
    }
    return element instanceof Element.Value value ? value.bytes(false) : new byte[0];
  }

  /**
   * The tag of a private element, PS3.5 §7.8.1.
   *
   * @param group the odd group
   * @param creator what stands in the (gggg,0010-00FF) that reserves the block
   * @param element the number within the block, 0 to 0xFF
   */
  public OptionalInt privateTag(int group, String creator, int element) {
    for (int block = 0x10; block <= 0xFF; block++) {
      if (string(Tag.of(group, block)).filter(creator::equals).isPresent()) {
        return OptionalInt.of(Tag.of(group, block << 8 | element & 0xFF));
      }
    }
    return OptionalInt.empty();
  }

  // ---------------------------------------------------------------- mutators

  /**
   * Puts an element in its place; one with the same tag is replaced. Items of another data set are
   * copied.
   */
  public DataSet put(Element element) {
    Element own = element instanceof Element.Sequence sequence ? adopt(sequence) : element;
    elements.put(own);
    if (own.tag() == Tag.SPECIFIC_CHARACTER_SET) {
      characterSet = null;
    }
    return this;
  }

  /**
   * Puts text, encoded by the character set in force now, so (0008,0005) comes first.
   *
   * @param vr a VR of characters
   * @param values none for an empty element
   * @throws IllegalArgumentException if the VR holds no characters or they cannot be encoded
   */
  public DataSet put(int tag, VR vr, String... values) {
    if (!vr.isString()) {
      throw new IllegalArgumentException(vr + " holds no characters");
    }
    return putBytes(tag, vr, characterSet().encode(String.join("\\", values), vr));
  }

  /** Puts a person name. */
  public DataSet put(int tag, PersonName name) {
    return put(tag, VR.PN, name.text());
  }

  /**
   * Puts integers, of a binary VR or IS.
   *
   * @throws IllegalArgumentException if one is out of the VR's range
   */
  public DataSet putInts(int tag, VR vr, long... values) {
    if (vr.isString()) {
      return put(tag, vr, Arrays.stream(values).mapToObj(Long::toString).toArray(String[]::new));
    }
    return putBytes(tag, vr, BinaryValue.encode(vr, values));
  }

  /** Puts numbers, of FL, FD, OF, OD or DS (there with at most 16 characters, PS3.5 §6.2). */
  public DataSet putDecimals(int tag, VR vr, double... values) {
    if (vr == VR.DS) {
      return put(
          tag, vr, Arrays.stream(values).mapToObj(TextValue::decimalString).toArray(String[]::new));
    }
    return putBytes(tag, vr, BinaryValue.encode(vr, values));
  }

  /**
   * Puts a value field, numbers in little endian. The array must not change afterwards; one of odd
   * length is copied and padded as the VR demands (PS3.5 §7.1.1).
   */
  public DataSet putBytes(int tag, VR vr, byte[] bytes) {
    byte[] even = bytes;
    if ((bytes.length & 1) != 0) {
      even = Arrays.copyOf(bytes, bytes.length + 1);
      even[bytes.length] = vr.padding();
    }
    return put(new Element.Value(tag, vr, even, false));
  }

  /** Puts a sequence of items. */
  public DataSet putItems(int tag, DataSet... items) {
    return put(new Element.Sequence(tag, List.of(items)));
  }

  /** Puts a sequence of items. */
  public DataSet putItems(int tag, List<DataSet> items) {
    return put(new Element.Sequence(tag, items));
  }

  /** Adds an empty item at the end of a sequence, which is made where it is missing. */
  public DataSet addItem(int tag) {
    List<DataSet> items = new ArrayList<>(items(tag));
    DataSet item = new DataSet();
    items.add(item);
    put(new Element.Sequence(tag, items));
    return item;
  }

  /** Removes an element, if it is there. */
  public DataSet remove(int tag) {
    elements.remove(tag);
    if (tag == Tag.SPECIFIC_CHARACTER_SET) {
      characterSet = null;
    }
    return this;
  }

  /**
   * A copy that belongs to no other data set. Values are shared, since they never change; an item
   * that inherits a character set gets it as its own (0008,0005).
   */
  public DataSet copy() {
    DataSet copy = plainCopy();
    if (parent != null && !contains(Tag.SPECIFIC_CHARACTER_SET)) {
      List<String> terms = characterSet().terms();
      if (!terms.isEmpty()) {
        copy.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, terms.toArray(String[]::new));
      }
    }
    return copy;
  }

  /**
   * A copy whose text is decoded by another character set than the declared one, here and in items
   * without one of their own. The elements, (0008,0005) among them, are the same.
   */
  public DataSet readAs(SpecificCharacterSet set) {
    DataSet copy = plainCopy();
    copy.characterSet = set;
    return copy;
  }

  private DataSet plainCopy() {
    DataSet copy = new DataSet();
    for (Element element : this) {
      copy.put(
          element instanceof Element.Sequence sequence
              ? new Element.Sequence(
                  sequence.tag(), sequence.items().stream().map(DataSet::plainCopy).toList())
              : element);
    }
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataSet set && elements.equals(set.elements);
  }

  @Override
  public int hashCode() {
    return elements.hashCode();
  }

  /** The number of elements only: the values may concern a person. */
  @Override
  public String toString() {
    return "DataSet[" + size() + " elements]";
  }

  // ---------------------------------------------------------------- inside

  /** The value with the VR it is to be decoded with: the dictionary's where the header said UN. */
  private Element.@Nullable Value value(int tag) {
    if (!(element(tag) instanceof Element.Value value)) {
      return null;
    }
    if (value.vr() != VR.UN) {
      return value;
    }
    VR known = Dictionary.vr(tag);
    // PS3.5 §6.2.2: the bytes of UN are as in implicit VR little endian
    return known == VR.UN || known == VR.SQ
        ? value
        : new Element.Value(tag, known, value.bytes(), false);
  }

  @SuppressWarnings("ReferenceEquality") // which data set it is, not what it holds
  private Element.Sequence adopt(Element.Sequence sequence) {
    List<DataSet> own = new ArrayList<>(sequence.items().size());
    for (DataSet item : sequence.items()) {
      DataSet mine = item.parent == null || item.parent == this ? item : item.copy();
      mine.parent = this;
      own.add(mine);
    }
    return new Element.Sequence(sequence.tag(), Collections.unmodifiableList(own));
  }
}
