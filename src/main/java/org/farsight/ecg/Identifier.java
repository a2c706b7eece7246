package org.farsight.ecg;

import java.util.Objects;
import java.util.Optional;

/**
 * A name that the file gives to itself. Carts write one id into every file, so it recognises a file
 * only together with the person, the time and {@link Recording#sampleDigest()}.
 *
 * @param kind what is named
 * @param value the UID, UUID or OID
 * @param extension the part of an HL7 instance identifier below its root
 */
public record Identifier(Kind kind, String value, Optional<String> extension) {

  /** What an identifier names. */
  public enum Kind {
    SOP_CLASS_UID,
    SOP_INSTANCE_UID,
    SERIES_INSTANCE_UID,
    STUDY_INSTANCE_UID,
    /** AnnotatedECG/id. */
    AECG_ID,
    /** AnnotatedECG/component/series/id. */
    AECG_SERIES_ID,
    /** restingecgdata/documentinfo/documentname: the maker's exports to aECG keep it as its id. */
    SIERRA_DOCUMENT,
    /** The cart's own running number of the recording, which its screen and paper show. */
    CASE_NUMBER
  }

  public Identifier {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(value);
    Objects.requireNonNull(extension);
  }

  /** An identifier without an extension. */
  public static Identifier of(Kind kind, String value) {
    return new Identifier(kind, value, Optional.empty());
  }
}
