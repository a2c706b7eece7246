package org.farsight.dicom.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Elements in ascending order of tags, as two arrays: elements usually arrive in order. */
final class ElementTable implements Iterable<Element> {

  private static final int FIRST_CAPACITY = 8;

  private int[] tags = {};
  private @Nullable Element[] elements = {};
  private int size;

  int size() {
    return size;
  }

  @Nullable Element get(int tag) {
    int index = find(tag);
    return index < 0 ? null : elements[index];
  }

  /** Puts an element in its place; one with the same tag is replaced. */
  void put(Element element) {
    int index = find(element.tag());
    if (index < 0) {
      index = -index - 1;
      insertAt(index);
    }
    tags[index] = element.tag();
    elements[index] = element;
  }

  void remove(int tag) {
    int index = find(tag);
    if (index >= 0) {
      System.arraycopy(tags, index + 1, tags, index, size - index - 1);
      System.arraycopy(elements, index + 1, elements, index, size - index - 1);
      elements[--size] = null;
    }
  }

  @Override
  public Iterator<Element> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Element next() {
        Element element = next < size ? elements[next++] : null;
        if (element == null) {
          throw new NoSuchElementException();
        }
        return element;
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElementTable table
        && Arrays.equals(elements, 0, size, table.elements, 0, table.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (Element element : this) {
      hash = 31 * hash + element.hashCode();
    }
    return hash;
  }

  /** The index of a tag, or minus the place where it would be, minus one. */
  private int find(int tag) {
    if (size == 0 || Integer.compareUnsigned(tags[size - 1], tag) < 0) {
      return -size - 1;
    }
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(tags[middle], tag);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  private void insertAt(int index) {
    if (size == tags.length) {
      int capacity = Math.max(FIRST_CAPACITY, size * 2);
      tags = Arrays.copyOf(tags, capacity);
      elements = Arrays.copyOf(elements, capacity);
    }
    System.arraycopy(tags, index, tags, index + 1, size - index);
    System.arraycopy(elements, index, elements, index + 1, size - index);
    size++;
  }
}
