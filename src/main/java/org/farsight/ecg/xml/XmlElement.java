package org.farsight.ecg.xml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An element known by its local name; built once by {@link XmlDocument}, then only read. */
public final class XmlElement {
  private final String name;
  private final @Nullable XmlElement parent;
  private final int position;
  private final Map<String, String> attributes;
  private final List<XmlElement> children = new ArrayList<>(0);
  private final StringBuilder text = new StringBuilder(0);

  XmlElement(
      String name, @Nullable XmlElement parent, int position, Map<String, String> attributes) {
    this.name = name;
    this.parent = parent;
    this.position = position;
    this.attributes = attributes;
  }

  void append(XmlElement child) {
    children.add(child);
  }

  void append(char[] characters, int start, int length) {
    text.append(characters, start, length);
  }

  /** Its local name. */
  public String name() {
    return name;
  }

  /** The elements right below, in document order. */
  public List<XmlElement> children() {
    return children;
  }

  /** The element's own characters, without those of its children, blanks at the ends cut. */
  public String text() {
    return text.toString().strip();
  }

  /** The characters of the element and all below it, in document order, with single blanks. */
  public String allText() {
    StringBuilder all = new StringBuilder(text);
    for (XmlElement child : children) {
      all.append(' ').append(child.allText());
    }
    return all.toString().strip().replaceAll("\\s+", " ");
  }

  /** The attribute with this local name; empty where it is missing or blank. */
  public Optional<String> attribute(String local) {
    return Optional.ofNullable(attributes.get(local)).filter(value -> !value.isBlank());
  }

  /** The first element of this name right below. */
  public Optional<XmlElement> child(String local) {
    return children.stream().filter(child -> child.name.equals(local)).findFirst();
  }

  /** The element at the end of this chain of first children. */
  public Optional<XmlElement> at(String... chain) {
    Optional<XmlElement> here = Optional.of(this);
    for (String local : chain) {
      here = here.flatMap(element -> element.child(local));
    }
    return here;
  }

  /** The elements of this name right below, in document order. */
  public Stream<XmlElement> children(String local) {
    return children.stream().filter(child -> child.name.equals(local));
  }

  /** Every element of this name below, in document order. */
  public List<XmlElement> descendants(String local) {
    List<XmlElement> found = new ArrayList<>();
    Deque<XmlElement> open = new ArrayDeque<>();
    open.push(this);
    while (!open.isEmpty()) {
      XmlElement element = open.pop();
      if (element != this && element.name.equals(local)) {
        found.add(element);
      }
      for (int i = element.children.size() - 1; i >= 0; i--) {
        open.push(element.children.get(i));
      }
    }
    return found;
  }

  /** {@code /AnnotatedECG/component[2]/series[1]}, to say where something stands. */
  public String path() {
    Deque<String> steps = new ArrayDeque<>();
    for (XmlElement here = this; here != null; here = here.parent) {
      steps.push(here.parent == null ? here.name : here.name + "[" + here.position + "]");
    }
    return "/" + String.join("/", steps);
  }
}
