package org.farsight.ecg;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An electrocardiogram of which there is only a page, and what its carrier says beside it.
 *
 * @param format the carrier's format
 * @param subject the person as the carrier names them; a bare PDF names nobody
 * @param acquisition when, where, with what, as the carrier says it
 * @param title what the page is called
 * @param mediaType of the page
 * @param page its bytes
 * @param measurements the cart's measurements
 * @param statements the interpretation that the carrier holds as text
 * @param remarks where the reader had to decide
 */
public record EcgDocument(
    EcgFormat format,
    Subject subject,
    Acquisition acquisition,
    String title,
    String mediaType,
    byte[] page,
    Measurements measurements,
    List<Statement> statements,
    List<Remark> remarks)
    implements EcgContent {

  /** The media type of a PDF. */
  public static final String PDF = "application/pdf";

  public EcgDocument {
    Objects.requireNonNull(format);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(acquisition);
    Objects.requireNonNull(title);
    Objects.requireNonNull(mediaType);
    Objects.requireNonNull(measurements);
    page = page.clone();
    statements = List.copyOf(statements);
    remarks = List.copyOf(remarks);
  }

  /** A copy of the page's bytes. */
  @Override
  public byte[] page() {
    return page.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EcgDocument that
        && format.equals(that.format)
        && subject.equals(that.subject)
        && acquisition.equals(that.acquisition)
        && title.equals(that.title)
        && mediaType.equals(that.mediaType)
        && Arrays.equals(page, that.page)
        && measurements.equals(that.measurements)
        && statements.equals(that.statements)
        && remarks.equals(that.remarks);
  }

  @Override
  public int hashCode() {
    return Objects.hash(format, subject, acquisition, title, Arrays.hashCode(page));
  }

  @Override
  public String toString() {
    return "EcgDocument[" + format.id() + ", " + page.length + " bytes, person not shown]";
  }
}
