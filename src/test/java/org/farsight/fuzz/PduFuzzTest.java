package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.CommandSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.ul.Abort;
import org.farsight.dicom.ul.AssociateAc;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.PDataTf;
import org.farsight.dicom.ul.Pdu;
import org.farsight.dicom.ul.PduFormatException;
import org.farsight.dicom.ul.PduReader;
import org.farsight.dicom.ul.PduWriter;
import org.farsight.dicom.ul.Pdv;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.PresentationContextAnswer;
import org.farsight.dicom.ul.ReleaseRp;
import org.farsight.dicom.ul.ReleaseRq;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.dicom.ul.UserItem;
import org.junit.jupiter.params.provider.MethodSource;

/** The PDU reader: a stream of PDUs, as a peer would send them. */
final class PduFuzzTest {
  private static final long LONGEST = 1 << 16;

  static Stream<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    ByteArrayOutputStream conversation = new ByteArrayOutputStream();
    for (Pdu pdu : pdus()) {
      seeds.add(PduWriter.encode(pdu));
      conversation.writeBytes(PduWriter.encode(pdu));
    }
    seeds.add(conversation.toByteArray());
    for (String hex :
        List.of(
            "", // nothing
            "0100", // no whole header
            "0100FFFFFFFF", // 4 GiB are announced
            "0800000000040000", // no such type
            "050000000005 0000000000", // a control PDU of another length
            "040000000006 FFFFFFFF0103", // a PDV that claims 4 GiB
            "040000000006 000000010103", // a PDV without room for its header
            "040000000000")) { // no PDV at all
      seeds.add(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
    return seeds.stream();
  }

  private static List<Pdu> pdus() {
    byte[] echo = CommandSet.encode(new Message.CEchoRq(1, Uid.VERIFICATION));
    byte[] name = "reader".getBytes(StandardCharsets.UTF_8);
    UserInformation user =
        new UserInformation(
            List.of(
                new UserItem.MaximumLength(16384),
                new UserItem.ImplementationClassUid(Uid.IMPLEMENTATION_CLASS),
                new UserItem.ImplementationVersionName(Uid.IMPLEMENTATION_VERSION_NAME),
                new UserItem.AsynchronousOperationsWindow(2, 1),
                new UserItem.RoleSelection(Uid.VERIFICATION, true, true),
                new UserItem.ExtendedNegotiation(Uid.VERIFICATION, new byte[] {1, 0}),
                new UserItem.CommonExtendedNegotiation(
                    Uid.CT_IMAGE_STORAGE, "1.2.840.10008.4.2", List.of("1.2.3")),
                new UserItem.UserIdentityRq(2, true, name, name),
                new UserItem.UserIdentityAc(name)));
    return List.of(
        new AssociateRq(
            1,
            "FARSIGHT",
            "CT1",
            Uid.APPLICATION_CONTEXT,
            List.of(
                new PresentationContext(
                    1, Uid.VERIFICATION, List.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1"))),
            user),
        new AssociateAc(
            1,
            "FARSIGHT",
            "CT1",
            Uid.APPLICATION_CONTEXT,
            List.of(new PresentationContextAnswer(1, 0, "1.2.840.10008.1.2")),
            user),
        new AssociateRj(1, 1, 3),
        new PDataTf(List.of(new Pdv(1, true, true, echo), new Pdv(1, false, true, new byte[8]))),
        new ReleaseRq(),
        new ReleaseRp(),
        new Abort(2, 1));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isAPduOrARefusalThatSaysWhy(byte[] bytes) throws IOException {
    List<Pdu> whole = read(bytes, new ByteArrayInputStream(bytes));
    List<Pdu> slow = read(bytes, new Trickle(bytes));
    assertThat(encoded(slow)).as("one byte at a time").isEqualTo(encoded(whole));
    for (Pdu pdu : whole) {
      byte[] once = PduWriter.encode(pdu);
      Pdu again = PduReader.read(new ByteArrayInputStream(once), LONGEST).orElseThrow();
      assertThat(again).isInstanceOf(pdu.getClass());
      assertThat(PduWriter.encode(again)).as("written again").isEqualTo(once);
      assertThat(pdu.toString()).isNotBlank();
    }
  }

  private static byte[] encoded(List<Pdu> pdus) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pdus.forEach(pdu -> out.writeBytes(PduWriter.encode(pdu)));
    return out.toByteArray();
  }

  /** All PDUs up to the first that is refused. */
  private static List<Pdu> read(byte[] bytes, InputStream in) throws IOException {
    return Cost.within(
        (4L << 20) + 64L * bytes.length,
        () -> {
          in.reset();
          return upToTheFault(in);
        });
  }

  private static List<Pdu> upToTheFault(InputStream in) throws IOException {
    List<Pdu> pdus = new ArrayList<>();
    try {
      Optional<Pdu> pdu = PduReader.read(in, LONGEST);
      while (pdu.isPresent()) {
        pdus.add(pdu.get());
        pdu = PduReader.read(in, LONGEST);
      }
    } catch (PduFormatException e) {
      assertThat(e.getMessage()).contains("at byte").hasSizeLessThan(1024);
    } catch (EOFException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    return pdus;
  }
}
