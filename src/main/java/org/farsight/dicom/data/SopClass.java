package org.farsight.dicom.data;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A SOP class of PS3.4.
 *
 * @param uid the SOP Class UID
 * @param name the name in PS3.6 annex A
 * @param isStorage whether its instances are sent by C-STORE (PS3.4 annex B)
 */
public record SopClass(String uid, String name, boolean isStorage) {

  private static final Map<String, SopClass> TABLE = load();

  /** The SOP class of a UID, if the standard knows it; private classes are not in the table. */
  public static Optional<SopClass> of(String uid) {
    return Optional.ofNullable(TABLE.get(uid));
  }

  /** The name of a SOP class, or the UID itself where the table has none. */
  public static String nameOf(String uid) {
    SopClass known = TABLE.get(uid);
    return known == null ? uid : known.name;
  }

  /** All known SOP classes, ordered by UID. */
  public static Collection<SopClass> all() {
    return TABLE.values();
  }

  private static Map<String, SopClass> load() {
    Map<String, SopClass> table = new LinkedHashMap<>();
    for (String[] row : TableResource.rows("sop-classes.txt", 3)) {
      table.put(row[0], new SopClass(row[0], row[2], row[1].equals("storage")));
    }
    return Collections.unmodifiableMap(table);
  }
}
