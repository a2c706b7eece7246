package org.farsight.archive;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.QueryScp;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageCommitmentScp;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.dicom.service.VerificationScp;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.Timeouts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive as a DICOM node: anybody may call it by its AE title. It stores, commits itself to
 * what it has stored, and answers queries for instances. What C-STORE answers:
 *
 * <table>
 * <caption>PS3.4 table B.2-1</caption>
 * <tr><td>0000H</td><td>the object is on the disk, or the same bytes were already</td></tr>
 * <tr><td>C111H</td><td>another object is kept under this SOP Instance UID; this one is not. A
 * status of the class "cannot understand" that is final for the sender: PS3.4 has none for it, and
 * 0111H (duplicate SOP instance) belongs to N-CREATE</td></tr>
 * <tr><td>A700H</td><td>the disk is full or fails; worth another try</td></tr>
 * </table>
 */
public final class Archive implements AutoCloseable {

  /** Another object is kept under the same SOP Instance UID. */
  public static final Status OTHER_CONTENT =
      Status.of(0xC111).withComment("another object is kept under this SOP Instance UID");

  private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int ASSOCIATIONS = 64;

  /**
   * Where and as whom the archive answers.
   *
   * @param folder of the objects
   * @param address to bind, port 0 for a free one
   * @param aeTitle by which it is to be called
   * @param callers where those are reached who ask for storage commitment and do not keep their
   *     association
   */
  public record Configuration(
      Path folder, InetSocketAddress address, String aeTitle, List<AeAddress> callers) {
    /** Takes a copy. */
    public Configuration {
      callers = List.copyOf(callers);
    }

    /** Reporting over the association of the request only. */
    public Configuration(Path folder, InetSocketAddress address, String aeTitle) {
      this(folder, address, aeTitle, List.of());
    }
  }

  /**
   * What came since the start.
   *
   * @param stored new objects
   * @param keptAlready the same bytes again
   * @param otherContent refused because of another object under the same UID
   * @param failed not kept because of the disk
   */
  public record Counts(long stored, long keptAlready, long otherContent, long failed) {}

  private final ArchiveFolder folder;
  private final String aeTitle;
  private final Listener listener;
  private final ArchiveCommitments commitments;
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong keptAlready = new AtomicLong();
  private final AtomicLong otherContent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  private Archive(Configuration configuration, ArchiveFolder folder) throws IOException {
    this.folder = folder;
    this.aeTitle = configuration.aeTitle();
    this.commitments =
        new ArchiveCommitments(folder, configuration.aeTitle(), configuration.callers());
    this.listener =
        Listener.start(
            new Listener.Configuration(
                configuration.address(),
                ASSOCIATIONS,
                Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
                // Clients pool associations, so idle ones are ordinary.
                Timeouts.standard().withIdle(Duration.ofMinutes(10)),
                (request, remote) -> decide(request),
                new FailureLog(),
                new ServiceRegistry(
                    List.of(
                        new VerificationScp(),
                        new StorageScp(this::store),
                        new QueryScp(new ArchiveQuery(folder)),
                        new StorageCommitmentScp(commitments)))));
  }

  /**
   * Opens the folder and the socket.
   *
   * @throws IOException if one of them cannot be had
   */
  public static Archive start(Configuration configuration) throws IOException {
    ArchiveFolder folder = ArchiveFolder.open(configuration.folder());
    try {
      return new Archive(configuration, folder);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Where it is reached. */
  public AeAddress address() {
    return new AeAddress(
        aeTitle, listener.address().getAddress().getHostAddress(), listener.port());
  }

  /** What it keeps. */
  public ArchiveFolder folder() {
    return folder;
  }

  /** What came since the start. */
  public Counts counts() {
    return new Counts(stored.get(), keptAlready.get(), otherContent.get(), failed.get());
  }

  /** Lets objects on their way in arrive, for at most ten seconds, then closes. */
  @Override
  public void close() throws IOException {
    try {
      listener.stop(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      commitments.close();
      folder.close();
    }
  }

  private AssociationPolicy.Decision decide(AssociateRq request) {
    if (request.calledAeTitle().equals(aeTitle)) {
      return new AssociationPolicy.Accept();
    }
    LOG.warn("rejected a call for {}, this is {}", request.calledAeTitle(), aeTitle);
    return new AssociationPolicy.Reject(
        AssociateRj.permanent(AssociateRj.Reason.CALLED_AE_TITLE_NOT_RECOGNIZED));
  }

  private Status store(StoreRequest request, InputStream dataSet) throws IOException {
    try {
      StoreOutcome outcome =
          folder.keep(
              request.sopClass(),
              request.sopInstance(),
              TransferSyntax.of(request.transferSyntax()),
              request.association().callingAeTitle(),
              dataSet);
      return switch (outcome) {
        case StoreOutcome.Stored ignored -> answer(stored, Status.SUCCESS);
        case StoreOutcome.KeptAlready ignored -> answer(keptAlready, Status.SUCCESS);
        case StoreOutcome.OtherContent ignored -> answer(otherContent, OTHER_CONTENT);
      };
    } catch (ArchiveFolder.SourceException e) {
      throw e;
    } catch (IOException e) {
      LOG.error("an object could not be kept: {}", e.toString());
      return answer(failed, Status.OUT_OF_RESOURCES.withComment("the archive's disk failed"));
    }
  }

  private static Status answer(AtomicLong counter, Status status) {
    counter.incrementAndGet();
    return status;
  }

  /** Only what somebody has to look after is worth a line. */
  private static final class FailureLog implements AssociationObserver {
    @Override
    public void failed(AssociationInfo association, Throwable cause) {
      LOG.warn("association with {} failed", association.callingAeTitle(), cause);
    }

    @Override
    public void listenerFailed(Throwable cause) {
      LOG.error("cannot take connections", cause);
    }
  }
}
