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

  /** It was here, and retention has removed it. */
  static HttpProblem swept() {
    return new HttpProblem(
        410,
        "removed by retention",
        "the original was removed here by the retention rule after the targets had accepted it:"
            + " ask the archive. 原始数据已送达目标系统，并已按保留规则从本机清除，请到归档系统调阅。");
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
