package org.farsight.app;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.ul.TlsKeys;
import org.farsight.dicom.ul.TlsProfile;
import org.farsight.dicom.ul.TlsServer.ClientCertificate;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;
import org.jspecify.annotations.Nullable;

/** Reads what concerns keys, certificates and users: {@code dicom.tls}, and parts of the sites. */
final class TlsSettings {

  /** A certificate that ends sooner than this is worth a warning. */
  private static final Duration SOON = Duration.ofDays(30);

  private static final int MOST_BYTES = 4 << 20;

  private TlsSettings() {}

  /** {@code dicom.tls}, with its files read once to see that they can be used. */
  static Configuration.@Nullable DicomTls tls(Settings s, List<String> warnings) {
    boolean listens = s.text("dicom.tls.port").isPresent();
    int port = s.number("dicom.tls.port", 0, 0, 65_535);
    Path keystore = file(s, "dicom.tls.keystore");
    Path passphrase = file(s, "dicom.tls.passphrase-file");
    Path trusted = file(s, "dicom.tls.trusted");
    TlsProfile profile = s.get("dicom.tls.profile", TlsProfile.BCP_195, TlsSettings::profile);
    ClientCertificate asked =
        s.get("dicom.tls.client-certificate", ClientCertificate.REQUIRED, TlsSettings::asked);
    if (!listens && keystore == null && trusted == null) {
      return null;
    }
    if (listens && keystore == null) {
      s.mistake(s.place("dicom.tls.port"), "dicom.tls.port needs the key of dicom.tls.keystore");
      return null;
    }
    String place = s.place(keystore == null ? "dicom.tls.trusted" : "dicom.tls.keystore");
    try {
      TlsKeys keys = keys(keystore, passphrase, trusted);
      keys.own().ifPresent(own -> warnIfEnding(own, place, warnings));
      return new Configuration.DicomTls(
          listens ? port : null,
          keystore,
          passphrase,
          trusted,
          profile,
          asked,
          digest(keystore, trusted));
    } catch (IOException e) {
      s.mistake(place, "dicom.tls: " + e.getMessage());
      return null;
    }
  }

  private static @Nullable Path file(Settings s, String key) {
    return s.text(key).map(Path::of).orElse(null);
  }

  private static void warnIfEnding(X509Certificate own, String place, List<String> warnings) {
    Instant end = own.getNotAfter().toInstant();
    if (end.isBefore(Instant.now().plus(SOON))) {
      boolean over = end.isBefore(Instant.now());
      warnings.add(place + ": our certificate " + (over ? "has expired on " : "expires on ") + end);
    }
  }

  static TlsKeys keys(
      @Nullable Path keystore, @Nullable Path passphraseFile, @Nullable Path trusted)
      throws IOException {
    char[] passphrase = passphraseFile == null ? new char[0] : secret(passphraseFile).toCharArray();
    return TlsKeys.read(bytes(keystore), passphrase, bytes(trusted));
  }

  private static Optional<byte[]> bytes(@Nullable Path file) throws IOException {
    if (file == null) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException(file + " is too large for keys or certificates");
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (FileSystemException e) {
      throw new IOException(file + " cannot be read: " + reason(e), e);
    }
  }

  /** The first line of a file, so that an editor's line end does not count. */
  private static String secret(Path file) throws IOException {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (FileSystemException e) {
      throw new IOException(file + " cannot be read: " + reason(e), e);
    }
  }

  private static String reason(FileSystemException e) {
    return e instanceof NoSuchFileException
        ? "there is no such file"
        : String.valueOf(e.getReason());
  }

  private static String digest(@Nullable Path keystore, @Nullable Path trusted) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      bytes(keystore).ifPresent(sha256::update);
      bytes(trusted).ifPresent(sha256::update);
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256", e);
    }
  }

  private static TlsProfile profile(String word) {
    return TlsProfile.of(word)
        .orElseThrow(() -> new IllegalArgumentException("is one of " + TlsProfile.words()));
  }

  private static ClientCertificate asked(String word) {
    return switch (word) {
      case "required" -> ClientCertificate.REQUIRED;
      case "wanted" -> ClientCertificate.WANTED;
      case "none" -> ClientCertificate.NONE;
      default -> throw new IllegalArgumentException("is required, wanted or none");
    };
  }

  /** What stands behind the slash of an address. */
  static Target.Tls ofAddress(String word) {
    return switch (word) {
      case "tls" -> Target.Tls.VERIFIED_HOST;
      case "tls-any-host" -> Target.Tls.ANY_HOST;
      default ->
          throw new IllegalArgumentException(
              "/" + word + ": an address ends in /tls or /tls-any-host, or in its port");
    };
  }

  /** {@code archive.tls} or {@code targets.X.tls}. */
  static Target.Tls ofTarget(Settings s, String key, boolean keysThere) {
    Target.Tls tls =
        s.get(
            key,
            Target.Tls.NONE,
            word ->
                switch (word.toLowerCase(Locale.ROOT)) {
                  case "false", "no" -> Target.Tls.NONE;
                  case "true", "yes" -> Target.Tls.VERIFIED_HOST;
                  case "any-host" -> Target.Tls.ANY_HOST;
                  default -> throw new IllegalArgumentException("is true, false or any-host");
                });
    if (tls != Target.Tls.NONE && !keysThere) {
      s.mistake(s.place(key), key + " needs dicom.tls.trusted, or nobody is trusted");
    }
    return tls;
  }

  /** What a site asks of its callers. */
  static Site.Access ofSite(Settings s, String site, boolean listener, List<String> warnings) {
    Set<String> certificates = new LinkedHashSet<>();
    for (String text : s.set(site + ".certificates")) {
      String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
      if (digits.matches("[0-9a-f]{64}")) {
        certificates.add(digits);
      } else {
        s.mistake(
            s.place(site + ".certificates"),
            site + ".certificates: " + text + " is no SHA-256 fingerprint (64 hexadecimal digits)");
      }
    }
    if (!certificates.isEmpty() && !listener) {
      warnings.add(
          s.place(site + ".certificates") + ": without dicom.tls.port nobody shows a certificate");
    }
    Optional<String> name = s.text(site + ".user");
    Optional<Path> file = s.text(site + ".passcode-file").map(Path::of);
    if (name.isPresent() != file.isPresent()) {
      s.mistake(s.place(site), site + ": user and passcode-file go together");
    }
    if (name.isPresent() && !listener) {
      warnings.add(
          s.place(site + ".user") + ": without dicom.tls.port the passcode travels in clear");
    }
    int most = s.number(site + ".max-associations", 0, 0, 10_000);
    return new Site.Access(
        Set.copyOf(certificates),
        most,
        name.flatMap(n -> file.flatMap(f -> user(s, site, n, f))),
        s.text(site + ".port").map(text -> s.number(site + ".port", 0, 1, 65_535)));
  }

  private static Optional<Site.User> user(Settings s, String site, String name, Path file) {
    try {
      return Optional.of(new Site.User(name, secret(file)));
    } catch (IOException e) {
      s.mistake(s.place(site + ".passcode-file"), site + ".passcode-file: " + e.getMessage());
      return Optional.empty();
    }
  }
}
