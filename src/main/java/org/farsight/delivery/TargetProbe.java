package org.farsight.delivery;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.VerificationScu;
import org.farsight.dicom.ul.AeAddress;
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
   * @param words what was found, or what is wrong
   */
  public record Finding(boolean well, String words) {}

  /** Asks a FHIR server for its capability statement, an archive for a C-ECHO. */
  public Finding probe(Target target) {
    return switch (target) {
      case Target.FhirServer server -> metadata(server);
      case Target.Archive archive -> echo(archive);
    };
  }

  private Finding metadata(Target.FhirServer server) {
    long start = System.nanoTime();
    try {
      CapabilityStatement said =
          FhirDelivery.clients(FhirContext.forR4Cached(), fhir)
              .newGenericClient(server.url())
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
          ? new Finding(true, words)
          : new Finding(false, words + ": Farsight writes FHIR R4 (4.0)");
    } catch (FhirClientConnectionException e) {
      return new Finding(
          false, "no FHIR answer from " + server.url() + ": " + FhirDelivery.reason(e));
    } catch (BaseServerResponseException e) {
      return new Finding(
          false,
          server.url()
              + "/metadata answers HTTP "
              + e.getStatusCode()
              + ": is this the FHIR base?");
    }
  }

  private Finding echo(Target.Archive archive) {
    long start = System.nanoTime();
    AeAddress address = new AeAddress(archive.aet(), archive.host(), archive.port());
    try {
      Status status = new VerificationScu(dicom.of(archive), archive.callingAet()).echo(address);
      String words =
          "C-ECHO %s as %s: %s in %d ms"
              .formatted(address, archive.callingAet(), status.describe(), millisSince(start));
      return new Finding(status.done(), words);
    } catch (IOException e) {
      return new Finding(
          false, "C-ECHO " + address + " as " + archive.callingAet() + ": " + e.getMessage());
    }
  }

  private static String name(String text) {
    return text == null ? "unnamed" : text;
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
