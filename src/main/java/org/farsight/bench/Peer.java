package org.farsight.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.farsight.dicom.ul.AeAddress;

/** A server that is measured. Closing it ends what was started for it and deletes what it kept. */
public interface Peer extends Closeable {

  /** By which the tables call it. */
  String name();

  /** Where it takes objects. */
  AeAddress address();

  /** Its process; empty where it is not known, or is this one. */
  OptionalLong pid();

  /** How it was started and what it promises, for the reader of the table. */
  String settings();

  /** Whether it is no server at all but shows what a server could reach. */
  default boolean isLimit() {
    return false;
  }

  /**
   * Where what was stored can be seen: addresses in which {@code {study}} and {@code {instance}}
   * stand for UIDs. The answer names the instance or study once it is visible.
   */
  default Map<String, String> views() {
    return Map.of();
  }

  /** Deletes what it has kept, where that does it no harm; between measurements. */
  default void forget() throws IOException {}

  /**
   * A server that runs already.
   *
   * @param pid 0 if it is not known
   */
  static Peer given(String name, AeAddress address, long pid) {
    return new Given(name, address, pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid));
  }

  /** A server that was started by somebody else. */
  record Given(String name, AeAddress address, OptionalLong pid) implements Peer {
    @Override
    public String settings() {
      return "given, at " + address;
    }

    @Override
    public void close() {
      // whoever started it ends it
    }
  }

  /** Addresses of views, with UIDs filled in. */
  static URI view(String template, String study, String instance) {
    return URI.create(template.replace("{study}", study).replace("{instance}", instance));
  }

  /** What people want to see first stands first. */
  static List<Peer> inOrder(List<Peer> peers) {
    return peers.stream().sorted((a, b) -> Boolean.compare(a.isLimit(), b.isLimit())).toList();
  }
}
