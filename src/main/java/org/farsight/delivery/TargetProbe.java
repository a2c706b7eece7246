package org.farsight.delivery;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.service.VerificationScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.UserIdentity;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Target;
import org.hl7.fhir.r4.model.CapabilityStatement;

/** Tries whether a target is there and says in plain words what is wrong. Stores nothing there. */
public final class TargetProbe {

  private final FhirOptions fhir;
  private final ArchiveConnector dicom;

  /**
   * A probe.
   *
   * @param fhir how long a FHIR server is waited for
   * @param dicom how archives are called
   */
  public TargetProbe(FhirOptions fhir, ArchiveConnector dicom) {
    this.fhir = fhir;
    this.dicom = dicom;
  }

  /**
   * What came of a try.
   *
   * @param well whether the target can be used
   * @param words what was found, or what is wrong, in English
   * @param zh the same in Chinese
   */
  public record Finding(boolean well, String words, String zh) {

    /** In one of the two languages. */
    public String in(boolean chinese) {
      return chinese ? zh : words;
    }
  }

  /**
   * Asks a FHIR server for its capability statement, an archive for a C-ECHO; connects with what
   * takes messages, looks for a folder.
   */
  public Finding probe(Target target) {
    return switch (target) {
      case Target.FhirServer server -> metadata(server.url());
      case Target.Archive archive -> echo(archive);
      case BranchWay way -> WayProbe.probe(way, this);
    };
  }

  Finding echo(BranchWay.Dicom way) {
    AeAddress address = new AeAddress(way.node().aet(), way.node().host(), way.node().port());
    return call(dicom.of(way.node()), way.callingAet(), address, Optional.empty());
  }

  Finding metadata(String server) {
    long start = System.nanoTime();
    try {
      CapabilityStatement said =
          FhirDelivery.clients(FhirContext.forR4Cached(), fhir)
              .apply(server)
              .capabilities()
              .ofType(CapabilityStatement.class)
              .execute();
      String version = said.getFhirVersion() == null ? "?" : said.getFhirVersion().toCode();
      String words =
          "FHIR %s, %s %s, answered in %d ms"
              .formatted(
                  version,
                  name(said.getSoftware().getName()),
                  name(said.getSoftware().getVersion()),
                  millisSince(start));
      return version.startsWith("4.0")
          ? new Finding(true, words, words)
          : new Finding(
              false,
              words + ": Farsight writes FHIR R4 (4.0)",
              words + ":Farsight 只写 FHIR R4(4.0)");
    } catch (FhirClientConnectionException e) {
      return new Finding(
          false,
          "no FHIR answer from " + server + ": " + FhirDelivery.reason(e),
          server + " 没有 FHIR 应答：" + FhirDelivery.reason(e));
    } catch (BaseServerResponseException e) {
      String address = server + "/metadata";
      return new Finding(
          false,
          address + " answers HTTP " + e.getStatusCode() + ": is this the FHIR base?",
          address + " 应答 HTTP " + e.getStatusCode() + "：该地址是 FHIR 根地址吗？");
    }
  }

  private Finding echo(Target.Archive archive) {
    AeAddress address = new AeAddress(archive.aet(), archive.host(), archive.port());
    Finding echo = call(dicom.of(archive), archive.callingAet(), address, Optional.empty());
    return echo.well() && archive.rejectionNotes() && !takesNotes(archive, address)
        ? new Finding(
            true,
            echo.words()
                + "; takes no rejection notes (Key Object Selection): what is recalled has to be"
                + " rejected there by hand",
            echo.zh() + "；不接收拒绝说明(Key Object Selection)：召回的检查须在该存档中人工拒绝")
        : echo;
  }

  /** Whether an archive would take a rejection note; none is sent. */
  private boolean takesNotes(Target.Archive archive, AeAddress address) {
    String note = Uid.KEY_OBJECT_SELECTION_STORAGE;
    String syntax = MadeStore.SYNTAX.uid();
    List<StorageContext> contexts = StorageScu.contexts(note, syntax);
    try (StorageScu scu =
        StorageScu.open(dicom.of(archive), archive.callingAet(), address, contexts)) {
      return contexts.stream()
          .anyMatch(context -> scu.accepted(context.sopClass(), context.transferSyntax()));
    } catch (IOException e) {
      return true; // it has just answered: a recall will tell
    }
  }

  /**
   * Calls a DICOM peer by C-ECHO.
   *
   * @param callingAet as whom
   * @param user in whose name, if any
   */
  public static Finding call(
      Connector connector, String callingAet, AeAddress peer, Optional<UserIdentity> user) {
    long start = System.nanoTime();
    try {
      Status status = new VerificationScu(connector, callingAet, user).echo(peer);
      String done = "%s, %d ms".formatted(status.describe(), millisSince(start));
      return new Finding(
          status.done(),
          "C-ECHO " + peer + " as " + callingAet + ": " + done,
          "以 " + callingAet + " 呼叫 " + peer + "(C-ECHO):" + done);
    } catch (IOException e) {
      DicomTrouble trouble = DicomTrouble.of(e, peer, callingAet);
      return new Finding(
          false,
          "C-ECHO " + peer + " as " + callingAet + ": " + trouble.en(),
          "以 " + callingAet + " 呼叫 " + peer + "(C-ECHO):" + trouble.zh());
    }
  }

  private static String name(String text) {
    return text == null ? "unnamed" : text;
  }

  static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
