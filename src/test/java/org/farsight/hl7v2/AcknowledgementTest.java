package org.farsight.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.farsight.hl7v2.Acknowledgement.Condition;
import org.junit.jupiter.api.Test;

/** Frames, headers, places and acknowledgements; expected bytes written out from the standard. */
class AcknowledgementTest {
  private static final OffsetDateTime AT = OffsetDateTime.parse("2026-03-02T08:05:00+08:00");

  @Test
  void anAcknowledgementTurnsTheAddressesRoundAndCopiesTheCharacterSet() {
    Message message =
        message(
            "MSH|^~\\&|ECG|LAKE|FARSIGHT|CORE|x||ORU^R01^ORU_R01|17|P|2.4|||||CHN|UNICODE UTF-8");
    String answer = text(Acknowledgement.accept().to(Optional.of(message), "A1", AT));

    assertThat(answer)
        .isEqualTo(
            "MSH|^~\\&|FARSIGHT|CORE|ECG|LAKE|20260302080500+0800||ACK^R01^ACK|A1|P|2.4||||||UNICODE"
                + " UTF-8\r"
                + "MSA|AA|17\r");
  }

  @Test
  void theSendersSeparatorsAreUsedAndEscapedInText() {
    Message message = message("MSH#*+!?#ECG#LAKE#F#C#x##ORU*R01#17#P#2.5");
    Acknowledgement error =
        Acknowledgement.error(
            Condition.DATA_TYPE, Optional.of(new Location("OBX", 3, 5)), "no *number* in #5");
    String answer = text(error.to(Optional.of(message), "A1", AT));

    assertThat(answer)
        .contains("\rMSA#AE#17#no !S!number!S! in !F!5\r")
        .contains("\rERR##OBX*3*5#102*Data type error*HL70357#E####no !S!number!S! in !F!5\r");
    assertThat(message(answer).header().message()).isEqualTo("ACK^R01");
  }

  @Test
  void whatHasNoHeaderIsAnsweredInTheUsualSeparators() {
    Acknowledgement reject =
        Acknowledgement.reject(Condition.SEGMENT_SEQUENCE, new Location("MSH", 1, 0), "no header");
    assertThat(text(reject.to(Optional.empty(), "A1", AT)))
        .isEqualTo(
            "MSH|^~\\&|||||20260302080500+0800||ACK|A1|P|2.5\rMSA|AR||no header\r"
                + "ERR||MSH^1|100^Segment sequence error^HL70357|E||||no header\r");
  }

  @Test
  void aPlaceIsFoundAtTheEndOfASentence() {
    assertThat(Location.atEndOf("HL7: sample 3 is no number at OBX[3]-5"))
        .contains(new Location("OBX", 3, 5));
    assertThat(Location.atEndOf("x at PID-3")).contains(new Location("PID", 1, 3));
    assertThat(Location.atEndOf("x at MSH[1]")).contains(new Location("MSH", 1, 0));
    assertThat(Location.atEndOf("x at byte 7")).isEmpty();
  }

  @Test
  void messagesAreReadAsSystemsWriteThem() {
    byte[] bytes =
        "\u000B\uFEFFMSH|^~\\&|A|B||||| ORU^R01 |1|P|2.5\nOBX|1|ED|x||AAAA\nBBBB|F\n\u001C\r"
            .getBytes(StandardCharsets.UTF_8);
    Message message = Message.of(bytes).orElseThrow();

    assertThat(message.header().message()).isEqualTo("ORU^R01");
    assertThat(message.segments()).hasSize(2);
    assertThat(message.segments().get(1)).isEqualTo("OBX|1|ED|x||AAAA\nBBBB|F");
    assertThat(message.departures())
        .containsExactly(
            "FRAME_AROUND_THE_MESSAGE", "BYTE_ORDER_MARK", "LINE_FEEDS", "LINE_END_WITHIN_A_FIELD");
    assertThat(message.toString()).doesNotContain("AAAA");
    byte[] chinese =
        "MSH|^~\\&|A|B|||||ORU^R01|1|P|2.5\rPID|1||1||王^伟\r".getBytes(Charset.forName("GB18030"));
    assertThat(Message.of(chinese).orElseThrow().segments().get(1)).endsWith("王^伟");
    assertThat(Message.of("MSH|||||||||||".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(Message.of(new byte[0])).isEmpty();
  }

  @Test
  void framesAreReadUpToTheirEndAndNotFurtherThanAllowed() throws Exception {
    byte[] frames = "xx\u000Bab\u001Cc\u001C\r\r\u000Bde\u001C\r".getBytes(StandardCharsets.UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(frames);

    assertThat(text(Mllp.read(in, 9).orElseThrow())).isEqualTo("ab\u001Cc");
    assertThat(text(Mllp.read(in, 9).orElseThrow())).isEqualTo("de");
    assertThat(Mllp.read(in, 9)).isEmpty();
    assertThatThrownBy(() -> Mllp.read(new ByteArrayInputStream(frames), 3))
        .hasMessage("the message is longer than 3 bytes");
    byte[] cut = "\u000Bab".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Mllp.read(new ByteArrayInputStream(cut), 3))
        .hasMessage("the connection ended within a message");
    assertThat(Mllp.frame("ab".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("\u000Bab\u001C\r".getBytes(StandardCharsets.UTF_8));
  }

  private static Message message(String text) {
    return Message.of(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
