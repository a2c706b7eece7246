package org.farsight.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.farsight.camel.MllpPort;
import org.farsight.critical.CriticalClocks;
import org.farsight.delivery.ArchiveConnector;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.TlsKeys;
import org.farsight.dicom.ul.TlsProfile;
import org.farsight.dicom.ul.TlsServer.ClientCertificate;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.CircuitRule;
import org.farsight.exchange.CommitmentMode;
import org.farsight.exchange.Completeness;
import org.farsight.exchange.Node;
import org.farsight.exchange.Retention;
import org.farsight.exchange.RetryPolicy;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;
import org.farsight.fhir.EcgPolicy;
import org.farsight.ledger.PostgresServer;
import org.farsight.ledger.SqlLedger;
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
 * @param mllp the listener for HL7 v2 messages
 * @param study when a study is complete
 * @param storage where data are kept
 * @param brokerUrl an external Artemis broker; null: embedded
 * @param department who reads at the core hospital
 * @param wadoUrl base URL at which readers fetch images, written to Endpoint
 * @param maxInstances instances that an ImagingStudy lists one by one; above, series only
 * @param targets where exchanges go
 * @param ways by which reports go back to the branches
 * @param sites who may push
 * @param workstations who may ask for the studies of all sites
 * @param commitment what devices are told of what is safe
 * @param ecg by which rules ECGs are looked at
 * @param retries when work that did not succeed is tried again
 * @param retention how long what was received is kept
 * @param alarms when alarms are raised and who is told
 * @param reading who reads, and by when
 * @param reports how reports are written and signed
 * @param matching how examinations find their orders
 * @param critical by when branches are told of critical values and answer
 * @param warnings what {@code check} and {@code serve} say without refusing
 */
public record Configuration(
    Path source,
    List<String> overrides,
    Path routes,
    Path home,
    Http http,
    Dicom dicom,
    Mllp mllp,
    Completeness study,
    Storage storage,
    @Nullable String brokerUrl,
    Department department,
    String wadoUrl,
    int maxInstances,
    List<Target> targets,
    List<BranchWay> ways,
    List<Site> sites,
    List<Node> workstations,
    Commitment commitment,
    Ecg ecg,
    Retries retries,
    Retention retention,
    AlarmSettings alarms,
    ReadingSettings reading,
    ReportSettings reports,
    Matching matching,
    CriticalClocks critical,
    List<String> warnings) {

  /**
   * The HTTP server.
   *
   * @param host address it binds to; loopback as long as there is no sign-in
   * @param port 0 for a free one
   * @param maxBody longest request body in bytes
   * @param maxDicom longest body of a DICOMweb request in bytes, which is never in memory whole
   * @param access how people and programs sign in; empty: there is no sign-in
   */
  public record Http(
      String host, int port, long maxBody, long maxDicom, Optional<AccessSettings> access) {}

  /**
   * The DICOM listener.
   *
   * @param host address it binds to
   * @param port 0 for a free one
   * @param aet our AE title
   * @param acceptUnknown true: an unknown caller becomes the site {@code unknown:<AET>}
   * @param maxAssociations beyond it callers are rejected for the moment
   * @param idle a silent association is aborted after this
   * @param tls keys for TLS; null where nothing is secured
   */
  public record Dicom(
      String host,
      int port,
      String aet,
      boolean acceptUnknown,
      int maxAssociations,
      Duration idle,
      @Nullable DicomTls tls) {

    private Dicom withUnknown(boolean accept) {
      return new Dicom(host, port, aet, accept, maxAssociations, idle, tls);
    }

    /** How TLS is spoken, if it is. */
    public Optional<DicomTls> tlsIfAny() {
      return Optional.ofNullable(tls);
    }

    /** Reads the key files, if there are any. */
    public Optional<TlsKeys> tlsKeys() throws IOException {
      return tls == null
          ? Optional.empty()
          : Optional.of(TlsSettings.keys(tls.keystore(), tls.passphraseFile(), tls.trusted()));
    }

    /** How archives are called. */
    public ArchiveConnector archives(Optional<TlsKeys> keys) {
      return new ArchiveConnector(
          Timeouts.standard(), keys, tls == null ? TlsProfile.BCP_195 : tls.profile());
    }

    /** {@code AET@host:port} of a listener of ours; an IPv6 host in brackets. */
    public String address(int listening) {
      return new AeAddress(aet, host, listening).toString();
    }

    /** What the placeholders {@code dicom.…} of the routes stand for. */
    Map<String, String> properties() {
      Optional<DicomTls> secured = tlsIfAny().filter(t -> t.port() != null);
      ClientCertificate asked =
          secured.map(DicomTls::clientCertificate).orElse(ClientCertificate.REQUIRED);
      return Map.of(
          "dicom.host", host,
          "dicom.port", Integer.toString(port),
          "dicom.max-associations", Integer.toString(maxAssociations),
          "dicom.idle-seconds", Long.toString(idle.toSeconds()),
          "dicom.tls.listens", Boolean.toString(secured.isPresent()),
          "dicom.tls.port", Integer.toString(secured.map(DicomTls::port).orElse(0)),
          "dicom.tls.profile", secured.map(DicomTls::profile).orElse(TlsProfile.BCP_195).word(),
          "dicom.tls.need", Boolean.toString(asked == ClientCertificate.REQUIRED),
          "dicom.tls.want", Boolean.toString(asked == ClientCertificate.WANTED));
    }
  }

  /**
   * The listener for HL7 v2 messages.
   *
   * @param host address it binds to
   * @param port 0 for a free one
   * @param limits of its connections
   */
  public record Mllp(String host, int port, MllpPort.Limits limits) {}

  /**
   * TLS of the second DICOM listener and of calls to archives.
   *
   * @param port of the listener, 0 for a free one; null: there is none, only archives are called
   * @param keystore PKCS #12; null: we show no certificate
   * @param passphraseFile holds the passphrase of the PKCS #12 files; null: it is empty
   * @param trusted PEM, DER or PKCS #12; null: those in the key store
   * @param profile what may be negotiated
   * @param clientCertificate whether the listener's callers must show one
   * @param files SHA-256 over the files' content: a changed file needs a restart
   */
  public record DicomTls(
      @Nullable Integer port,
      @Nullable Path keystore,
      @Nullable Path passphraseFile,
      @Nullable Path trusted,
      TlsProfile profile,
      ClientCertificate clientCertificate,
      String files) {}

  /**
   * Where data are kept.
   *
   * @param data the data folder
   * @param store folder of the content store
   * @param ledger folder of the ledger's database, where that is no server
   * @param server holds the ledger instead; empty: the folder does
   * @param inbox folder with one folder per site
   * @param reserve bytes of disk that are left free: below it new work is refused
   */
  public record Storage(
      Path data,
      Path store,
      Path ledger,
      Optional<PostgresServer> server,
      Path inbox,
      long reserve) {

    /** How the ledger is opened. */
    public SqlLedger.Options ledgerOptions() {
      return SqlLedger.Options.in(ledger).on(server);
    }
  }

  /**
   * Storage commitment.
   *
   * @param patience for an object that is not here yet when a device asks about it
   * @param modes what a site wants, by its id
   */
  public record Commitment(Duration patience, Map<String, CommitmentMode> modes) {
    /** Takes a copy. */
    public Commitment {
      modes = Map.copyOf(modes);
    }

    /** What a site wants. */
    public CommitmentMode mode(String siteId) {
      return modes.getOrDefault(siteId, CommitmentMode.AUTOMATIC);
    }
  }

  /**
   * By which rules ECGs are looked at.
   *
   * @param policy the rules
   * @param tableSeal tells two texts of the critical values apart
   * @param notes what a person should know of the table
   */
  public record Ecg(EcgPolicy policy, String tableSeal, List<String> notes) {
    /** Takes a copy. */
    public Ecg {
      notes = List.copyOf(notes);
    }

    /** Whether the same rules are in force by both. */
    boolean isSame(Ecg other) {
      return tableSeal.equals(other.tableSeal)
          && policy.critical().signature().equals(other.policy.critical().signature())
          && policy.quality().equals(other.policy.quality())
          && policy.usual().equals(other.policy.usual())
          && policy.sites().equals(other.policy.sites());
    }
  }

  /**
   * When work that did not succeed is tried again.
   *
   * @param policy of one step
   * @param circuits of a target
   */
  public record Retries(RetryPolicy policy, CircuitRule circuits) {}

  /**
   * The reading department of the core hospital.
   *
   * @param id its identifier there
   * @param name what people call it
   */
  public record Department(String id, String name) {}

  /**
   * How examinations find their orders.
   *
   * @param window how far an examination without a number may be from the time of its order
   * @param overdue how long after its time an order without an examination is overdue
   */
  public record Matching(Duration window, Duration overdue) {}

  /** Names what differs from the running configuration and cannot be swapped by a reload. */
  public List<String> needsRestartFrom(Configuration running) {
    List<String> names = new ArrayList<>();
    if (!http.equals(running.http)) {
      names.add("http");
    }
    if (!dicom.withUnknown(running.dicom.acceptUnknown()).equals(running.dicom)) {
      names.add("dicom");
    }
    if (!mllp.equals(running.mllp)) {
      names.add("mllp");
    }
    if (!study.equals(running.study)) {
      names.add("study");
    }
    if (!storage.equals(running.storage)) {
      names.add("store and database");
    }
    if (!commitment.patience().equals(running.commitment.patience())) {
      names.add("commitment.wait-seconds");
    }
    if (!matching.equals(running.matching)) {
      names.add("orders");
    }
    if (!retries.equals(running.retries)) {
      names.add("retry and circuit");
    }
    if (!Objects.equals(brokerUrl, running.brokerUrl)) {
      names.add("broker");
    }
    if (!department.equals(running.department)
        || !wadoUrl.equals(running.wadoUrl)
        || reading.needsRestartFrom(running.reading)) {
      names.add("reading but its clocks, archive.wado-url");
    }
    if (reports.needsRestartFrom(running.reports)) {
      names.add("reports but their templates");
    }
    if (maxInstances != running.maxInstances) {
      names.add("study.max-instances");
    }
    return names;
  }

  /** What the placeholders of the routes stand for. */
  Map<String, String> placeholders() {
    Map<String, String> all = new HashMap<>(dicom.properties());
    all.put("mllp.host", mllp.host());
    all.put("mllp.port", Integer.toString(mllp.port()));
    all.put("inbox", storage.inbox().toString());
    return all;
  }

  /** What works but may surprise: for {@code check} only. */
  public List<String> remarks() {
    List<String> all = new ArrayList<>(CommitmentReader.unreachable(sites));
    all.addAll(ecg.notes());
    boolean imagesFromUs = wadoUrl.endsWith(http.port() + "/dicom-web");
    all.addAll(RetentionReader.remarks(retention, targets, imagesFromUs));
    return all;
  }

  /** The external broker, if one is configured. */
  public Optional<String> brokerUrlIfAny() {
    return Optional.ofNullable(brokerUrl);
  }
}
