package org.farsight.dicom.io;

import java.util.Arrays;
import org.farsight.dicom.data.Tag;

/** The sequences and items that are open, as arrays: deep nesting costs no thread stack. */
final class Nesting {

  /** The end of what has an undefined length. */
  static final long OPEN = Long.MAX_VALUE;

  private enum Kind {
    SEQUENCE,
    ITEM,
    FRAGMENTS
  }

  private final boolean implicitOutside;
  private final int maxSequences;
  private Kind[] kinds = new Kind[8];
  private int[] tags = new int[8];
  private long[] ends = new long[8];

  /** The end that binds: the nearest defined one around. */
  private long[] bounds = new long[8];

  private int[] items = new int[8];
  private boolean[] implicit = new boolean[8];
  private long[] lastTags = new long[8];
  private long lastOutside = -1;
  private int depth;
  private int sequences;

  Nesting(boolean implicitOutside, int maxSequences) {
    this.implicitOutside = implicitOutside;
    this.maxSequences = maxSequences;
  }

  boolean isEmpty() {
    return depth == 0;
  }

  boolean inItem() {
    return depth > 0 && kinds[depth - 1] == Kind.ITEM;
  }

  boolean inFragments() {
    return depth > 0 && kinds[depth - 1] == Kind.FRAGMENTS;
  }

  boolean full() {
    return sequences >= maxSequences;
  }

  int sequences() {
    return sequences;
  }

  /** The tag of the innermost sequence. */
  int tag() {
    return tags[depth - 1];
  }

  /** Where the innermost sequence or item ends, or {@link #OPEN}. */
  long end() {
    return ends[depth - 1];
  }

  /** Whether the innermost sequence or item ends here, by its own length or by one around it. */
  boolean atEnd(long position) {
    return depth > 0 && position >= bounds[depth - 1];
  }

  boolean holds(long end) {
    return depth == 0 || end <= bounds[depth - 1];
  }

  /** Whether headers here are in implicit VR. */
  boolean implicit() {
    return depth == 0 ? implicitOutside : implicit[depth - 1];
  }

  void beginSequence(int tag, long end, boolean isImplicit) {
    push(Kind.SEQUENCE, tag, end, isImplicit);
    sequences++;
  }

  void beginFragments(int tag) {
    push(Kind.FRAGMENTS, tag, OPEN, implicit());
  }

  void nextItem() {
    items[depth - 1]++;
  }

  void beginItem(long end, boolean isImplicit) {
    push(Kind.ITEM, tag(), end, isImplicit);
  }

  /** Notes the next tag on this level; whether it is higher than the one before. */
  boolean ascends(int tag) {
    long next = Integer.toUnsignedLong(tag);
    long last = depth == 0 ? lastOutside : lastTags[depth - 1];
    if (depth == 0) {
      lastOutside = next;
    } else {
      lastTags[depth - 1] = next;
    }
    return next > last;
  }

  /** Whether headers are in implicit VR here but not outside: the content of a UN. */
  boolean implicitInside() {
    return !implicitOutside && implicit();
  }

  void pop() {
    depth--;
    if (kinds[depth] == Kind.SEQUENCE) {
      sequences--;
    }
  }

  /** The path to the innermost sequence or item; empty outside. */
  String path() {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      if (kinds[i] != Kind.ITEM) {
        path.append(path.isEmpty() ? "" : ".").append(Tag.toString(tags[i]));
        if (items[i] > 0) {
          path.append('[').append(items[i]).append(']');
        }
      }
    }
    return path.toString();
  }

  /** The path to an element here, or to the innermost sequence where no element can be. */
  String path(int tag) {
    String around = path();
    if (depth > 0 && kinds[depth - 1] != Kind.ITEM) {
      return around;
    }
    return around.isEmpty() ? Tag.toString(tag) : around + "." + Tag.toString(tag);
  }

  private void push(Kind kind, int tag, long end, boolean isImplicit) {
    if (depth == tags.length) {
      kinds = Arrays.copyOf(kinds, depth * 2);
      tags = Arrays.copyOf(tags, depth * 2);
      ends = Arrays.copyOf(ends, depth * 2);
      bounds = Arrays.copyOf(bounds, depth * 2);
      items = Arrays.copyOf(items, depth * 2);
      implicit = Arrays.copyOf(implicit, depth * 2);
      lastTags = Arrays.copyOf(lastTags, depth * 2);
    }
    kinds[depth] = kind;
    tags[depth] = tag;
    ends[depth] = end;
    bounds[depth] = Math.min(end, depth == 0 ? OPEN : bounds[depth - 1]);
    items[depth] = 0;
    lastTags[depth] = -1;
    implicit[depth] = isImplicit;
    depth++;
  }
}
