package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.CommandSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AssociateAc;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Ending;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.PDataTf;
import org.farsight.dicom.ul.Pdv;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device breaks off in the middle of an object. */
@Timeout(60)
class BrokenOffTest {
  private static final String CT = Uid.CT_IMAGE_STORAGE;
  private static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();

  private final CountDownLatch reading = new CountDownLatch(1);
  private final List<Ending> endings = Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

  private final AssociationObserver observer =
      new AssociationObserver() {
        @Override
        public void closed(AssociationInfo association, Ending ending) {
          endings.add(ending);
        }

        @Override
        public void failed(AssociationInfo association, Throwable cause) {
          failures.add(cause);
        }
      };

  @Test
  void aHandlerThatTellsItInItsOwnWordsIsNoFailureOfTheListener() throws Exception {
    StorageScp scp = new StorageScp((request, dataSet) -> kept(dataSet));
    try (Listener listener =
        Listener.start(
            new Listener.Configuration(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                10,
                Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
                Timeouts.standard(),
                (request, remote) -> new AssociationPolicy.Accept(),
                observer,
                new ServiceRegistry(List.of(scp))))) {
      try (ScriptedPeer device = ScriptedPeer.connect(listener.port())) {
        device.send(
            AssociateRq.of(
                "ARCHIVE",
                "DEVICE",
                List.of(new PresentationContext(1, CT, List.of(EXPLICIT))),
                UserInformation.ofThisImplementation(16 * 1024)));
        device.receive(AssociateAc.class);
        Message store = Message.CStoreRq.of(1, CT, "1.2.3");
        device.send(new PDataTf(List.of(new Pdv(1, true, true, CommandSet.encode(store)))));
        device.send(new PDataTf(List.of(new Pdv(1, false, false, new byte[1000]))));
        reading.await();
        device.reset();
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> !endings.isEmpty());
      assertThat(endings).singleElement().isInstanceOf(Ending.Lost.class);
      assertThat(failures).isEmpty();
    }
  }

  private Status kept(InputStream dataSet) throws IOException {
    try {
      dataSet.readNBytes(1000);
      reading.countDown();
      dataSet.transferTo(OutputStream.nullOutputStream());
      return Status.SUCCESS;
    } catch (IOException e) {
      throw new IOException("not kept: the source failed", e);
    }
  }
}
