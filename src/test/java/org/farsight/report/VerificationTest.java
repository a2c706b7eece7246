package org.farsight.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.DocumentException;
import org.farsight.report.Verification.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
  private final SigningKey key = SigningKey.generate();
  private final KnownKeys known = KnownKeys.none().and(key);
  private final Report report = SampleReports.first("0197c1f2a3b4", "zhaojiawan");
  private final ReportFile file = SampleReports.file(report, key);

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private Finding finding(byte[] bytes) {
    return Verification.of(bytes, known).finding();
  }

  @Test
  void aFileAsItWasSignedIsGenuine() {
    Verification verification = Verification.of(file.bytes(), known);

    assertThat(verification.finding()).isEqualTo(Finding.GENUINE);
    assertThat(verification.report()).contains(report);
    assertThat(verification.keyId()).isEqualTo(key.id());
    assertThat(verification.algorithm()).isEqualTo("ES256");
    assertThat(verification.finding().words(Language.ZH)).contains("签名有效");
  }

  @Test
  void theSignatureAloneAndTheJsonAreGenuineWithoutPages() {
    String report = new String(ReportJson.write(this.report), StandardCharsets.UTF_8);
    String json = "{\"jws\":\"" + file.jws() + "\",\"report\":" + report + "}";

    assertThat(finding(ascii(file.jws()))).isEqualTo(Finding.GENUINE_WITHOUT_PAGES);
    assertThat(finding(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Finding.GENUINE_WITHOUT_PAGES);
    assertThat(finding(json.replace("3 个月", "9 个月").getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Finding.WRONG_SIGNATURE);
    String words = "{\"jws\":\"" + file.jws() + "\",\"report\":\"nothing was found\"}";
    assertThat(finding(words.getBytes(StandardCharsets.UTF_8)))
        .as("whatever stands beside the signature is compared")
        .isEqualTo(Finding.WRONG_SIGNATURE);
  }

  @Test
  void noLetterOfWhatWasSignedCanBeAnother() {
    String jws = file.jws();
    for (int i = 0; i < jws.length(); i++) {
      char other = jws.charAt(i) == 'A' ? 'B' : 'A';
      String changed = jws.substring(0, i) + other + jws.substring(i + 1);
      assertThat(finding(ascii(changed)).isGood()).as("letter %d", i).isFalse();
    }
  }

  @Test
  void noByteOfThePagesCanBeAnother() {
    byte[] pages = SampleReports.blank(report.caseId());
    for (int i = 0; i < file.bytes().length; i++) {
      byte[] changed = file.bytes();
      changed[i] ^= 1;
      assertThat(finding(changed).isGood()).as("byte %d", i).isFalse();
      if (i > 5 && i < pages.length) {
        assertThat(finding(changed)).as("byte %d", i).isEqualTo(Finding.OTHER_PAGES);
      }
    }
  }

  @Test
  void theSignatureOfAnotherReportProvesNothing() throws Exception {
    ReportFile other = SampleReports.file(SampleReports.first("another", "zhaojiawan"), key);
    byte[] swapped = PdfIncrement.append(SampleReports.blank(report.caseId()), other.jws());

    assertThat(finding(swapped)).isEqualTo(Finding.OTHER_PAGES);
  }

  @Test
  void aSecondUpdateBehindTheSignatureIsNoticed() throws Exception {
    byte[] longer = Arrays.copyOf(file.bytes(), file.bytes().length + 20);
    System.arraycopy(ascii("% nothing to see here"), 0, longer, file.bytes().length, 20);
    byte[] twice = PdfIncrement.append(file.bytes(), file.jws());

    assertThat(finding(longer)).isEqualTo(Finding.ADDED_TO);
    assertThat(finding(twice)).isEqualTo(Finding.ADDED_TO);
  }

  @Test
  void aKeyThatIsNotKnownProvesNothingEvenIfTheFileBringsIt() {
    ReportFile foreign = SampleReports.file(report, SigningKey.generate());

    assertThat(finding(foreign.bytes())).isEqualTo(Finding.KEY_UNKNOWN);
  }

  @Test
  void aKeyIsKnownByItsThumbprintAndNotByItsName() throws Exception {
    SigningKey foreign = SigningKey.generate();
    String named = foreign.publicKey().toJSONString().replace(foreign.id(), key.id());
    KnownKeys renamed = KnownKeys.read("{\"keys\":[" + named + "]}");

    assertThat(renamed.thumbprints()).containsExactly(foreign.id());
    assertThat(Verification.of(file.bytes(), renamed).finding()).isEqualTo(Finding.KEY_UNKNOWN);
  }

  @Test
  void anUnsignedOneIsNotBelieved() {
    String payload = file.jws().split("\\.", -1)[1];
    String none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(ascii("{\"alg\":\"none\",\"kid\":\"" + key.id() + "\"}"));

    assertThat(finding(ascii(none + "." + payload + "."))).isEqualTo(Finding.WRONG_ALGORITHM);
  }

  @Test
  void thePublicKeyIsNoPassword() throws Exception {
    byte[] secret = key.publicKey().toJSONString().getBytes(StandardCharsets.UTF_8);
    JWSObject forged =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.id()).build(),
            new Payload(Statement.payload(file.jws())));
    forged.sign(new MACSigner(secret));

    assertThat(finding(ascii(forged.serialize()))).isEqualTo(Finding.WRONG_ALGORITHM);
  }

  @Test
  void aFileWithoutASignatureIsToldApart() {
    assertThat(finding(SampleReports.blank("x"))).isEqualTo(Finding.NOT_SIGNED);
    assertThat(finding(ascii("hello"))).isEqualTo(Finding.NOT_SIGNED);
    assertThat(finding(ascii("{\"a\":1}"))).isEqualTo(Finding.NOT_SIGNED);
    assertThat(finding(new byte[0])).isEqualTo(Finding.NOT_SIGNED);
  }

  @Test
  void othersKindsOfKeysSignToo() throws Exception {
    ECKey p384 = new ECKeyGenerator(Curve.P_384).generate();
    String rsa = new RSAKeyGenerator(2048).generate().toJSONString();
    String rs256 =
        new RSAKeyGenerator(2048).algorithm(JWSAlgorithm.RS256).generate().toJSONString();
    for (String json : new String[] {p384.toJSONString(), rsa, rs256}) {
      SigningKey other = SigningKey.read(json);
      ReportFile signed = SampleReports.file(report, other);
      assertThat(Verification.of(signed.bytes(), KnownKeys.none().and(other)).finding())
          .as(other.algorithm())
          .isEqualTo(Finding.GENUINE);
    }
    assertThat(SigningKey.read(rsa).algorithm()).isEqualTo("PS256");
    assertThat(SigningKey.read(rs256).algorithm()).isEqualTo("RS256");
    assertThatThrownBy(() -> SigningKey.read(p384.toPublicJWK().toJSONString()))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("public key");
    assertThatThrownBy(() -> SigningKey.read("{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}"))
        .hasMessageContaining("/kty")
        .hasMessageNotContaining("c2Vj");
  }

  @Test
  void aReplacedKeyGoesOnProvingWhatItSigned(
      @SuppressWarnings("NullAway.Init") @TempDir Path folder) throws Exception {
    ReportKeys first = ReportKeys.open(folder, Optional.empty());
    ReportFile old = SampleReports.file(report, first.signing());
    assertThat(ReportKeys.open(folder, Optional.empty()).signing().id())
        .isEqualTo(first.signing().id());
    assertThat(Files.getPosixFilePermissions(folder.resolve(ReportKeys.PRIVATE)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    Files.delete(folder.resolve(ReportKeys.PRIVATE));
    ReportKeys second = ReportKeys.open(folder, Optional.empty());
    KnownKeys exported = ReportKeys.known(folder.resolve(ReportKeys.PUBLIC));

    assertThat(exported.thumbprints()).containsExactly(first.signing().id(), second.signing().id());
    assertThat(Verification.of(old.bytes(), exported).finding()).isEqualTo(Finding.GENUINE);
    assertThat(exported.json()).doesNotContain("\"d\"");
  }
}
