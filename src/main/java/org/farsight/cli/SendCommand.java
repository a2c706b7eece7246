package org.farsight.cli;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pushes files as a device would. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = {
      "Pushes files, and folders with all that is in them, as a device would.",
      "Ends with 0 if something was sent and nothing failed. Files that are no objects of the"
          + " kind sent are named and skipped."
    })
final class SendCommand implements Callable<Integer> {
  private static final Pattern DICOM_NODE =
      Pattern.compile("(?<host>\\[[^\\]]+\\]|[^\\[\\]/@:]+):(?<port>\\d{1,5})/(?<aet>.+)");

  private final Console console;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and folders.")
  private List<Path> paths = List.of();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "HOST:PORT/AET",
      description = {
        "HOST:PORT/AET: DICOM objects by C-STORE, each with its data set as it is.",
        "http://HOST:PORT: ECG files of any known format.",
        "mllp://HOST:PORT: HL7 v2 messages, one in each file."
      })
  private String to = "";

  @Option(
      names = "--from",
      paramLabel = "AET",
      defaultValue = "FARSIGHT_SEND",
      description = "Calling AE title (default: ${DEFAULT-VALUE}).")
  private String from = "";

  @Option(
      names = "--site",
      paramLabel = "ID",
      description = "The branch site that ECGs posted to http:// come from; a token says it too.")
  private Optional<String> site = Optional.empty();

  @ArgGroup(exclusive = true)
  private TokenOption tokens = new TokenOption();

  SendCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    boolean web = to.startsWith("http://") || to.startsWith("https://");
    Optional<String> token = tokens.token();
    if (token.isPresent() && !web) {
      throw new CommandFailure(
          "a token is for http:// only: a DICOM device is known by its AE title or certificate, an"
              + " HL7 v2 sender by its address",
          Main.WRONG_USE);
    }
    if (to.startsWith("mllp://")) {
      InetSocketAddress peer = mllpPeer();
      List<DeviceFile> files = DeviceFile.of(paths);
      SendReport report = new SendReport(console, files.size());
      new MllpSending(peer, report).send(files);
      return report.finish("messages", to);
    }
    if (web) {
      URI target = ecgTarget(token.isPresent());
      List<DeviceFile> files = DeviceFile.of(paths);
      SendReport report = new SendReport(console, files.size());
      new EcgSending(target, token, report).send(files);
      return report.finish("ECGs", target.toString());
    }
    AeAddress peer = dicomPeer();
    List<DeviceFile> files = DeviceFile.of(paths);
    SendReport report = new SendReport(console, files.size());
    new DicomSending(new Connector(Timeouts.standard()), from, peer, report).send(files);
    return report.finish("objects", peer.toString());
  }

  private AeAddress dicomPeer() throws CommandFailure {
    if (from.isBlank() || from.length() > 16 || from.contains("\\")) {
      throw new CommandFailure("--from " + from + " is no AE title", Main.WRONG_USE);
    }
    Matcher parts = DICOM_NODE.matcher(to);
    if (!parts.matches()) {
      throw new CommandFailure(
          "--to " + to + " is neither HOST:PORT/AET nor an address with http://", Main.WRONG_USE);
    }
    try {
      return AeAddress.parse(
          parts.group("aet") + "@" + parts.group("host") + ":" + parts.group("port"));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--to " + to + ": " + e.getMessage(), Main.WRONG_USE);
    }
  }

  private InetSocketAddress mllpPeer() throws CommandFailure {
    try {
      URI given = new URI(to);
      if (given.getHost() != null && given.getPort() > 0 && given.getPort() <= 65_535) {
        return new InetSocketAddress(given.getHost(), given.getPort());
      }
    } catch (URISyntaxException e) {
      throw new CommandFailure("--to " + to + ": " + e.getMessage(), Main.WRONG_USE);
    }
    throw new CommandFailure("--to " + to + " is not mllp://HOST:PORT", Main.WRONG_USE);
  }

  /** The address given, with /ecg where it names no path and the site of --site. */
  private URI ecgTarget(boolean known) throws CommandFailure {
    try {
      URI given = new URI(to);
      String path = given.getRawPath();
      String query = given.getRawQuery();
      if (query == null && site.isPresent()) {
        query = "site=" + URLEncoder.encode(site.get(), StandardCharsets.UTF_8);
      }
      if (query == null && !known) {
        throw new CommandFailure(
            "say which branch the ECGs come from: --site ID, or --token-file FILE with its token",
            Main.WRONG_USE);
      }
      if (given.getHost() == null) {
        throw new CommandFailure("--to " + to + " names no host", Main.WRONG_USE);
      }
      return new URI(
          given.getScheme()
              + "://"
              + given.getRawAuthority()
              + (path == null || path.isEmpty() || path.equals("/") ? "/ecg" : path)
              + (query == null ? "" : "?" + query));
    } catch (URISyntaxException e) {
      throw new CommandFailure("--to " + to + ": " + e.getMessage(), Main.WRONG_USE);
    }
  }
}
