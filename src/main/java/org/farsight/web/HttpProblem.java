package org.farsight.web;

/** An answer that says what is wrong, as {@code application/problem+json} (RFC 9457). */
final class HttpProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;

  /**
   * @param status of HTTP, 400 or above
   * @param title what kind of problem it is
   * @param detail what to do about it, without data of a patient
   */
  HttpProblem(int status, String title, String detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }

  static HttpProblem badRequest(String detail) {
    return new HttpProblem(400, "bad request", detail);
  }

  static HttpProblem notFound(String detail) {
    return new HttpProblem(404, "not found", detail);
  }

  static HttpProblem notAcceptable(String detail) {
    return new HttpProblem(406, "not acceptable", detail);
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
