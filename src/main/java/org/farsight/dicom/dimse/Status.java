package org.farsight.dicom.dimse;

import java.util.List;
import java.util.Optional;

/**
 * The status of a response, PS3.7 annex C.
 *
 * @param code (0000,0900), 0 to FFFFH
 * @param comment (0000,0902) Error Comment, at most 64 characters, never about a patient
 * @param offendingElements (0000,0901) tags
 */
public record Status(int code, Optional<String> comment, List<Integer> offendingElements) {
  /** LO, PS3.5 §6.2. */
  private static final int LONGEST_COMMENT = 64;

  public static final Status SUCCESS = of(0x0000);
  public static final Status PROCESSING_FAILURE = of(0x0110);
  public static final Status INVALID_SOP_INSTANCE = of(0x0117);
  public static final Status SOP_CLASS_NOT_SUPPORTED = of(0x0122);
  public static final Status NOT_AUTHORIZED = of(0x0124);
  public static final Status UNRECOGNIZED_OPERATION = of(0x0211);
  public static final Status MISTYPED_ARGUMENT = of(0x0212);

  /** C-STORE: out of resources, PS3.4 §B.2.3. */
  public static final Status OUT_OF_RESOURCES = of(0xA700);

  /** C-STORE: the data set is not of the announced SOP class or instance, PS3.4 §B.2.3. */
  public static final Status DATA_SET_DOES_NOT_MATCH_SOP_CLASS = of(0xA900);

  /** C-STORE: cannot understand, PS3.4 §B.2.3. */
  public static final Status CANNOT_UNDERSTAND = of(0xC000);

  /** PS3.7 annex C: what a code means for the one who asked. */
  public enum Category {
    SUCCESS,
    WARNING,
    FAILURE,
    CANCEL,
    PENDING
  }

  public Status {
    if (code < 0 || code > 0xFFFF) {
      throw new IllegalArgumentException("status " + code + " does not fit in 16 bits");
    }
    comment =
        comment.map(
            text -> text.length() > LONGEST_COMMENT ? text.substring(0, LONGEST_COMMENT) : text);
    offendingElements = List.copyOf(offendingElements);
  }

  /** A status without a comment. */
  public static Status of(int code) {
    return new Status(code, Optional.empty(), List.of());
  }

  /** The same with a comment, cut to 64 characters. */
  public Status withComment(String text) {
    return new Status(code, Optional.of(text), offendingElements);
  }

  /** The same with the tags of the elements at fault. */
  public Status withOffendingElements(List<Integer> tags) {
    return new Status(code, comment, tags);
  }

  /** Success, warning, failure, cancel or pending. */
  public Category category() {
    return switch (code) {
      case 0x0000 -> Category.SUCCESS;
      case 0x0001, 0x0107, 0x0116 -> Category.WARNING;
      case 0xFE00 -> Category.CANCEL;
      case 0xFF00, 0xFF01 -> Category.PENDING;
      default -> code >> 12 == 0xB ? Category.WARNING : Category.FAILURE;
    };
  }

  /** True for success and warning: the operation was done. */
  public boolean done() {
    return category() == Category.SUCCESS || category() == Category.WARNING;
  }

  /** The code's name in C-STORE and C-ECHO responses, empty for a code without one. */
  public Optional<String> name() {
    return StatusTable.name(code);
  }

  /** Code in hexadecimal, name and comment, as in {@code A700H out of resources (disk full)}. */
  public String describe() {
    String name = name().map(text -> " " + text).orElse("");
    return "%04XH%s%s".formatted(code, name, comment.map(text -> " (" + text + ")").orElse(""));
  }
}
