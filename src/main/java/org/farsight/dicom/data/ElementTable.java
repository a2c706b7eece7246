package org.farsight.dicom.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Elements in ascending order of tags, as two arrays: elements usually arrive in order. Where many
 * arrive out of order, as only an attack would send them, a tree takes over, so that the cost of
 * each stays small.
 */
final class ElementTable implements Iterable<Element> {

  private static final int FIRST_CAPACITY = 8;

  /** Elements that may have to be moved to make room for another. */
  private static final int MOST_MOVED = 4096;

  private int[] tags = {};
  private @Nullable Element[] elements = {};
  private int size;
  private @Nullable TreeMap<Integer, Element> tree;

  int size() {
    return tree != null ? tree.size() : size;
  }

  @Nullable Element get(int tag) {
    if (tree != null) {
      return tree.get(tag);
    }
    int index = find(tag);
    return index < 0 ? null : elements[index];
  }

  /** Puts an element in its place; one with the same tag is replaced. */
  void put(Element element) {
    if (tree != null) {
      tree.put(element.tag(), element);
      return;
    }
    int index = find(element.tag());
    if (index < 0) {
      index = -index - 1;
      if (size - index > MOST_MOVED) {
        grow().put(element.tag(), element);
        return;
      }
      insertAt(index);
    }
    tags[index] = element.tag();
    elements[index] = element;
  }

  /** Goes over to the tree. */
  private TreeMap<Integer, Element> grow() {
    TreeMap<Integer, Element> grown = new TreeMap<>(Integer::compareUnsigned);
    for (Element element : this) {
      grown.put(element.tag(), element);
    }
    tree = grown;
    tags = new int[0];
    elements = new Element[0];
    size = 0;
    return grown;
  }

  void remove(int tag) {
    if (tree != null) {
      tree.remove(tag);
      return;
    }
    int index = find(tag);
    if (index >= 0) {
      System.arraycopy(tags, index + 1, tags, index, size - index - 1);
      System.arraycopy(elements, index + 1, elements, index, size - index - 1);
      elements[--size] = null;
    }
  }

  @Override
  public Iterator<Element> iterator() {
    if (tree != null) {
      return Collections.unmodifiableCollection(tree.values()).iterator();
    }
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
    if (!(other instanceof ElementTable table) || table.size() != size()) {
      return false;
    }
    Iterator<Element> theirs = table.iterator();
    for (Element element : this) {
      if (!element.equals(theirs.next())) {
        return false;
      }
    }
    return true;
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
