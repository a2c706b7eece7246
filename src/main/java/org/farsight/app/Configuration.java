package org.farsight.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.farsight.exchange.Completeness;
import org.farsight.exchange.Node;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, complete and checked. Read by {@link ConfigurationReader}.
 *
 * @param source the file it was read from
 * @param overrides {@code key=value} that won over the file
 * @param routes folder of the {@code *.camel.yaml} files
 * @param home where this installation lies, with its {@code fhir-profiles/}
 * @param http the HTTP server
 * @param dicom the DICOM listener
 * @param study when a study is complete
 * @param storage where data are kept
 * @param brokerUrl an external Artemis broker; null: embedded
 * @param department who reads at the core hospital
 * @param wadoUrl base URL at which readers fetch images, written to Endpoint
 * @param targets where exchanges go
 * @param sites who may push
 * @param workstations who may ask for the studies of all sites
 * @param warnings what {@code check} and {@code serve} say without refusing
 */
public record Configuration(
    Path source,
    List<String> overrides,
    Path routes,
    Path home,
    Http http,
    Dicom dicom,
    Completeness study,
    Storage storage,
    @Nullable String brokerUrl,
    Department department,
    String wadoUrl,
    List<Target> targets,
    List<Site> sites,
    List<Node> workstations,
    List<String> warnings) {

  /**
   * The HTTP server.
   *
   * @param host address it binds to; loopback as long as there is no sign-in
   * @param port 0 for a free one
   * @param maxBody longest request body in bytes
   * @param maxDicom longest body of a DICOMweb request in bytes, which is never in memory whole
   */
  public record Http(String host, int port, long maxBody, long maxDicom) {}

  /**
   * The DICOM listener.
   *
   * @param host address it binds to
   * @param port 0 for a free one
   * @param aet our AE title
   * @param acceptUnknown true: an unknown caller becomes the site {@code unknown:<AET>}
   * @param maxAssociations beyond it callers are rejected for the moment
   * @param idle a silent association is aborted after this
   */
  public record Dicom(
      String host,
      int port,
      String aet,
      boolean acceptUnknown,
      int maxAssociations,
      Duration idle) {

    private Dicom withUnknown(boolean accept) {
      return new Dicom(host, port, aet, accept, maxAssociations, idle);
    }
  }

  /**
   * Where data are kept.
   *
   * @param data the data folder
   * @param store folder of the content store
   * @param ledger folder of the ledger's database
   * @param inbox folder with one folder per site
   * @param reserve bytes of disk that are left free: below it new work is refused
   */
  public record Storage(Path data, Path store, Path ledger, Path inbox, long reserve) {}

  /**
   * The reading department of the core hospital.
   *
   * @param id its identifier there
   * @param name what people call it
   */
  public record Department(String id, String name) {}

  /** Names what differs from the running configuration and cannot be swapped by a reload. */
  public List<String> needsRestartFrom(Configuration running) {
    List<String> names = new ArrayList<>();
    if (!http.equals(running.http)) {
      names.add("http");
    }
    if (!dicom.withUnknown(running.dicom.acceptUnknown()).equals(running.dicom)) {
      names.add("dicom");
    }
    if (!study.equals(running.study)) {
      names.add("study");
    }
    if (!storage.equals(running.storage)) {
      names.add("store and database");
    }
    if (!Objects.equals(brokerUrl, running.brokerUrl)) {
      names.add("broker");
    }
    if (!department.equals(running.department) || !wadoUrl.equals(running.wadoUrl)) {
      names.add("reading, archive.wado-url");
    }
    return names;
  }

  /** The external broker, if one is configured. */
  public Optional<String> brokerUrlIfAny() {
    return Optional.ofNullable(brokerUrl);
  }
}
