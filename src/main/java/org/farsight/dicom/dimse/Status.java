package org.farsight.dicom.dimse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The status of a response, PS3.7 annex C.
 *
 * @param code (0000,0900), 0 to FFFFH
 * @param comment (0000,0902) Error Comment, at most 64 characters, never about a patient
 * @param offendingElements (0000,0901) tags
 * @param errorId (0000,0903) Error ID, 0 to FFFFH
 */
public record Status(
    int code, Optional<String> comment, List<Integer> offendingElements, OptionalInt errorId) {
  /** LO, PS3.5 §6.2. */
  private static final int LONGEST_COMMENT = 64;

  public static final Status SUCCESS = of(0x0000);
  public static final Status INVALID_ATTRIBUTE_VALUE = of(0x0106);
  public static final Status PROCESSING_FAILURE = of(0x0110);
  public static final Status DUPLICATE_SOP_INSTANCE = of(0x0111);
  public static final Status NO_SUCH_SOP_INSTANCE = of(0x0112);
  public static final Status NO_SUCH_EVENT_TYPE = of(0x0113);
  public static final Status INVALID_ARGUMENT_VALUE = of(0x0115);
  public static final Status INVALID_SOP_INSTANCE = of(0x0117);
  public static final Status MISSING_ATTRIBUTE = of(0x0120);
  public static final Status SOP_CLASS_NOT_SUPPORTED = of(0x0122);
  public static final Status NO_SUCH_ACTION = of(0x0123);
  public static final Status NOT_AUTHORIZED = of(0x0124);
  public static final Status UNRECOGNIZED_OPERATION = of(0x0211);
  public static final Status MISTYPED_ARGUMENT = of(0x0212);
  public static final Status RESOURCE_LIMITATION = of(0x0213);

  /** C-FIND, C-GET, C-MOVE: ended by C-CANCEL-RQ. */
  public static final Status CANCEL = of(0xFE00);

  /** C-FIND, C-GET, C-MOVE: more responses follow. */
  public static final Status PENDING = of(0xFF00);

  /** C-FIND: a match, but an optional key was not supported for it, PS3.4 §C.4.1.1.4. */
  public static final Status PENDING_OPTIONAL_KEYS_NOT_SUPPORTED = of(0xFF01);

  /** C-GET, C-MOVE: the number of matches cannot be found out, PS3.4 §C.4.2.1.5. */
  public static final Status UNABLE_TO_CALCULATE_MATCHES = of(0xA701);

  /** C-GET, C-MOVE: the sub-operations cannot be performed, PS3.4 §C.4.2.1.5. */
  public static final Status UNABLE_TO_PERFORM_SUB_OPERATIONS = of(0xA702);

  /** C-MOVE: nobody here knows the destination, PS3.4 §C.4.2.1.5. */
  public static final Status MOVE_DESTINATION_UNKNOWN = of(0xA801);

  /** C-FIND, C-GET, C-MOVE: the identifier does not fit the model, PS3.4 §C.4.1.1.4. */
  public static final Status IDENTIFIER_DOES_NOT_MATCH_SOP_CLASS = of(0xA900);

  /** C-GET, C-MOVE: done, but not each sub-operation was a success, PS3.4 §C.4.2.1.5. */
  public static final Status SUB_OPERATIONS_WITH_FAILURES = of(0xB000);

  /** C-STORE: out of resources, PS3.4 §B.2.3. */
  public static final Status OUT_OF_RESOURCES = of(0xA700);

  /** C-STORE: the data set is not of the announced SOP class or instance, PS3.4 §B.2.3. */
  public static final Status DATA_SET_DOES_NOT_MATCH_SOP_CLASS = of(0xA900);

  /** Cannot understand, or unable to process, PS3.4 §B.2.3 and §C.4. */
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
    return new Status(code, Optional.empty(), List.of(), OptionalInt.empty());
  }

  /** The same with a comment, cut to 64 characters. */
  public Status withComment(String text) {
    return new Status(code, Optional.of(text), offendingElements, errorId);
  }

  /** The same with the tags of the elements at fault. */
  public Status withOffendingElements(List<Integer> tags) {
    return new Status(code, comment, tags, errorId);
  }

  /** The same with an Error ID of the service. */
  public Status withErrorId(int id) {
    return new Status(code, comment, offendingElements, OptionalInt.of(id));
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
