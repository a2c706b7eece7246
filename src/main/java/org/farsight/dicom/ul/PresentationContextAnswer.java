package org.farsight.dicom.ul;

import java.util.Optional;

/**
 * The acceptor's answer to one proposed presentation context, PS3.8 §9.3.3.2.
 *
 * @param id the id of the proposed context
 * @param code the result as sent, PS3.8 table 9-18; see {@link #result}
 * @param transferSyntax UID; of meaning only where accepted
 */
public record PresentationContextAnswer(int id, int code, String transferSyntax) {
  /** PS3.8 table 9-18, result/reason. */
  public enum Result {
    ACCEPTANCE("accepted"),
    USER_REJECTION("rejected by the user"),
    NO_REASON("rejected by the provider, no reason given"),
    ABSTRACT_SYNTAX_NOT_SUPPORTED("abstract syntax not supported"),
    TRANSFER_SYNTAXES_NOT_SUPPORTED("transfer syntaxes not supported");

    private final String meaning;

    Result(String meaning) {
      this.meaning = meaning;
    }

    /** In plain words. */
    public String meaning() {
      return meaning;
    }
  }

  public PresentationContextAnswer(int id, Result result, String transferSyntax) {
    this(id, result.ordinal(), transferSyntax);
  }

  /** True if messages may be sent in this context. */
  public boolean accepted() {
    return code == Result.ACCEPTANCE.ordinal();
  }

  /** The result, empty for a code that the standard does not know. */
  public Optional<Result> result() {
    return code < Result.values().length ? Optional.of(Result.values()[code]) : Optional.empty();
  }
}
