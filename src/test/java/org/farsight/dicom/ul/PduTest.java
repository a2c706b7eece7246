package org.farsight.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PduTest {
  private static final int LIMIT = 1 << 20;

  private static byte[] hex(String... parts) {
    return HexFormat.of().parseHex(String.join("", parts).replaceAll("\\s", ""));
  }

  private static String ascii(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The bytes of a PDU beside its meaning. */
  private record Sample(byte[] bytes, Pdu pdu) {
    @Override
    public String toString() {
      return pdu.getClass().getSimpleName();
    }
  }

  private static final Sample RQ =
      new Sample(
          hex(
              "01 00 000000CF", // A-ASSOCIATE-RQ, 207 bytes
              "0001 0000", // protocol version 1
              ascii("ARCHIVE         "), // called AE title
              ascii("CT1             "), // calling AE title
              "00".repeat(32),
              "10 00 0015" + ascii("1.2.840.10008.3.1.1.1"), // application context
              "20 00 002E 01 00 00 00", // proposed presentation context 1
              "30 00 0011" + ascii("1.2.840.10008.1.1"), // abstract syntax: verification
              "40 00 0011" + ascii("1.2.840.10008.1.2"), // transfer syntax: implicit LE
              "50 00 003C", // user information
              "51 00 0004 00004000", // maximum length 16384
              "52 00 0005" + ascii("1.2.3"), // implementation class UID
              "55 00 0004" + ascii("TEST"), // implementation version name
              "53 00 0004 0000 0001", // asynchronous operations: any invoked, 1 performed
              "54 00 0009 0005" + ascii("1.2.4") + "00 01", // role: SCP of 1.2.4
              "58 00 000A 02 01 0002"
                  + ascii("me")
                  + "0002"
                  + ascii("pw")), // identity, answer asked
          AssociateRq.of(
              "ARCHIVE",
              "CT1",
              List.of(
                  new PresentationContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"))),
              new UserInformation(
                  List.of(
                      new UserItem.MaximumLength(16384),
                      new UserItem.ImplementationClassUid("1.2.3"),
                      new UserItem.ImplementationVersionName("TEST"),
                      new UserItem.AsynchronousOperationsWindow(0, 1),
                      new UserItem.RoleSelection("1.2.4", false, true),
                      new UserItem.UserIdentityRq(
                          2,
                          true,
                          "me".getBytes(StandardCharsets.US_ASCII),
                          "pw".getBytes(StandardCharsets.US_ASCII))))));

  private static final Sample AC =
      new Sample(
          hex(
              "02 00 000000BB", // A-ASSOCIATE-AC, 187 bytes
              "0001 0000",
              ascii("ARCHIVE         "),
              ascii("CT1             "),
              "00".repeat(32),
              "10 00 0015" + ascii("1.2.840.10008.3.1.1.1"),
              "21 00 0019 01 00 00 00", // context 1: acceptance
              "40 00 0011" + ascii("1.2.840.10008.1.2"),
              "21 00 0008 03 00 03 00", // context 3: abstract syntax not supported
              "40 00 0000",
              "50 00 0031",
              "51 00 0004 00000000", // maximum length: no limit
              "56 00 000A 0005" + ascii("1.2.5") + "020001", // extended negotiation, 3 bytes
              "57 00 000F 0003" + ascii("1.2") + "0003" + ascii("1.3") + "0003 0001" + ascii("9"),
              "59 00 0004 0002 ABCD")
          // user identity: server response of 2 bytes
          ,
          new AssociateAc(
              1,
              "ARCHIVE",
              "CT1",
              "1.2.840.10008.3.1.1.1",
              List.of(
                  new PresentationContextAnswer(1, 0, "1.2.840.10008.1.2"),
                  new PresentationContextAnswer(3, 3, "")),
              new UserInformation(
                  List.of(
                      new UserItem.MaximumLength(0),
                      new UserItem.ExtendedNegotiation("1.2.5", hex("020001")),
                      new UserItem.CommonExtendedNegotiation("1.2", "1.3", List.of("9")),
                      new UserItem.UserIdentityAc(hex("ABCD"))))));

  static Stream<Sample> samples() {
    return Stream.of(
        RQ,
        AC,
        // rejected-transient, service-provider (presentation), local limit exceeded
        new Sample(
            hex("03 00 00000004 00 02 03 02"),
            AssociateRj.transientFor(AssociateRj.Reason.LOCAL_LIMIT_EXCEEDED)),
        // two values in context 1: a last command fragment, a data set fragment with more to come
        new Sample(
            hex("04 00 0000000F", "00000004 01 03 AABB", "00000003 01 00 CC"),
            new PDataTf(
                List.of(new Pdv(1, true, true, hex("AABB")), new Pdv(1, false, false, hex("CC"))))),
        new Sample(hex("05 00 00000004 00000000"), new ReleaseRq()),
        new Sample(hex("06 00 00000004 00000000"), new ReleaseRp()),
        // service-provider, unexpected PDU
        new Sample(
            hex("07 00 00000004 00 00 02 02"), Abort.byProvider(Abort.Reason.UNEXPECTED_PDU)));
  }

  private static Pdu read(InputStream in) throws IOException {
    return PduReader.read(in, LIMIT).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isReadFromTheBytesOfTheStandard(Sample sample) throws IOException {
    assertThat(read(new ByteArrayInputStream(sample.bytes()))).isEqualTo(sample.pdu());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isWrittenAsTheBytesOfTheStandard(Sample sample) {
    assertThat(PduWriter.encode(sample.pdu())).isEqualTo(sample.bytes());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isReadOneByteAtATime(Sample sample) throws IOException {
    InputStream slow =
        new ByteArrayInputStream(sample.bytes()) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    assertThat(read(slow)).isEqualTo(sample.pdu());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void cutAtAnyByteIsAnEndOfFileAndNeverAPdu(Sample sample) throws IOException {
    assertThat(PduReader.read(new ByteArrayInputStream(new byte[0]), LIMIT)).isEmpty();
    for (int cut = 1; cut < sample.bytes().length; cut++) {
      byte[] part = Arrays.copyOf(sample.bytes(), cut);
      assertThatThrownBy(() -> read(new ByteArrayInputStream(part)))
          .as("cut at " + cut)
          .isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void changedAtRandomIsReadOrRefusedButNothingElse(Sample sample) throws IOException {
    Random random = new Random(20261122);
    for (int round = 0; round < 5000; round++) {
      byte[] changed = sample.bytes().clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        Pdu pdu = read(new ByteArrayInputStream(changed));
        assertThat(read(new ByteArrayInputStream(PduWriter.encode(pdu)))).isEqualTo(pdu);
      } catch (PduFormatException | EOFException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void aLengthAboveTheLimitIsRefusedBeforeAnythingIsRead() {
    InputStream header = new ByteArrayInputStream(hex("01 00 FFFFFFFF 00"));
    assertThatThrownBy(() -> PduReader.read(header, LIMIT))
        .isInstanceOfSatisfying(
            PduFormatException.class,
            e -> assertThat(e.reason()).isEqualTo(Abort.Reason.INVALID_PDU_PARAMETER))
        .hasMessageContaining("4294967295")
        .hasMessageContaining("byte 2");
  }

  @Test
  void anUnknownTypeIsRefusedAsUnrecognized() {
    assertThatThrownBy(() -> read(new ByteArrayInputStream(hex("08 00 00000004 00000000"))))
        .isInstanceOfSatisfying(
            PduFormatException.class,
            e -> assertThat(e.reason()).isEqualTo(Abort.Reason.UNRECOGNIZED_PDU));
  }

  @Test
  void aContextIdUsedTwiceOrEvenIsRefused() {
    byte[] even = RQ.bytes().clone();
    int contextId = 6 + 68 + 4 + 21 + 4;
    assertThat(even[contextId]).isEqualTo((byte) 1);
    even[contextId] = 2;
    assertThatThrownBy(() -> read(new ByteArrayInputStream(even)))
        .isInstanceOf(PduFormatException.class)
        .hasMessageContaining("not odd");
    PresentationContext context = new PresentationContext(5, "1.2", List.of("1.3"));
    byte[] twice =
        PduWriter.encode(
            AssociateRq.of(
                "A", "B", List.of(context, context), UserInformation.ofThisImplementation(16384)));
    assertThatThrownBy(() -> read(new ByteArrayInputStream(twice)))
        .isInstanceOf(PduFormatException.class)
        .hasMessageContaining("used twice");
  }

  @Test
  void anAeTitleWithAControlCharacterIsRefusedAndOnePaddedWithNulTaken() throws IOException {
    byte[] padded = RQ.bytes().clone();
    padded[10 + 7] = 0; // behind ARCHIVE
    assertThat(((AssociateRq) read(new ByteArrayInputStream(padded))).calledAeTitle())
        .isEqualTo("ARCHIVE");
    byte[] lineFeed = RQ.bytes().clone();
    lineFeed[26 + 1] = '\n'; // within CT1
    assertThatThrownBy(() -> read(new ByteArrayInputStream(lineFeed)))
        .isInstanceOf(PduFormatException.class)
        .hasMessageContaining("calling AE title with a control character");
  }

  @Test
  void aUidPaddedWithNulAndAnUnknownItemAreTaken() throws IOException {
    PresentationContext padded =
        new PresentationContext(1, "1.2.840.10008.1.1\0", List.of("1.2.840.10008.1.2 "));
    UserInformation unknown =
        new UserInformation(
            List.of(new UserItem.MaximumLength(1), new UserItem.Unknown(0x5F, hex("0102"))));
    AssociateRq request =
        (AssociateRq)
            read(
                new ByteArrayInputStream(
                    PduWriter.encode(AssociateRq.of("A", "B", List.of(padded), unknown))));
    assertThat(request.contexts())
        .containsExactly(
            new PresentationContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2")));
    assertThat(request.userInformation()).isEqualTo(unknown);
  }

  @Test
  void neitherIdentityNorDataIsInTheText() {
    assertThat(RQ.pdu().toString()).doesNotContain("pw").contains("UserIdentityRq[type 2]");
    assertThat(new Pdv(1, false, true, "Wang".getBytes(StandardCharsets.US_ASCII)).toString())
        .isEqualTo("Pdv[context 1, data set, last, 4 bytes]");
  }

  @Test
  void rejectionsAndAbortsSayWhatTheyMean() {
    assertThat(new AssociateRj(1, 1, 7).describe())
        .isEqualTo("rejected permanently: called AE title not recognized");
    assertThat(new AssociateRj(2, 3, 9).describe())
        .isEqualTo("rejected for now: source 3, reason 9");
    assertThat(Abort.byUser().describe()).isEqualTo("by the service-user");
    assertThat(new Abort(2, 6).describe())
        .isEqualTo("by the service-provider: invalid PDU parameter value");
  }
}
