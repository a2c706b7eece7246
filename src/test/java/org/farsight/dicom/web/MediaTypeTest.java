package org.farsight.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MediaTypeTest {

  @Test
  void parametersAreReadWithAndWithoutQuotes() {
    MediaType type =
        MediaType.parse(
                "Multipart/Related; TYPE=\"application/dicom\"; boundary=\"a;b,\\\"c\" ;x=1")
            .orElseThrow();
    assertThat(type.essence()).isEqualTo(MediaType.RELATED);
    assertThat(type.parameter("boundary")).contains("a;b,\"c");
    assertThat(type.parameter("x")).contains("1");
    assertThat(type.content().essence()).isEqualTo(MediaType.DICOM);
    assertThat(MediaType.parse("multipart/related").orElseThrow().content().essence())
        .isEqualTo("*/*");
  }

  @Test
  void whatIsNoMediaTypeIsNone() {
    for (String text : List.of("", "a", "a/b/c", "/", "a b/c", "(a)/b", "x".repeat(9000) + "/x")) {
      assertThat(MediaType.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void theHeaviestRangeComesFirstAndWeightlessOnesNotAtAll() {
    List<MediaType> ranges =
        MediaType.accept(
            "text/html;q=0.5, application/dicom+json, */*;q=0.1, a/b;q=0, c/d;q=x,"
                + " multipart/related;type=\"application/octet-stream\";transfer-syntax=*;q=0.9");
    assertThat(ranges)
        .extracting(MediaType::essence)
        .containsExactly("application/dicom+json", "multipart/related", "text/html", "*/*");
    assertThat(ranges.get(1).content().parameter("transfer-syntax")).contains("*");
    assertThat(ranges.get(3).covers("image/png")).isTrue();
    assertThat(MediaType.of("image/*").covers("image/png")).isTrue();
    assertThat(MediaType.of("image/*").covers("video/mp4")).isFalse();
  }
}
