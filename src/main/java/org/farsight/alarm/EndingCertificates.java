package org.farsight.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.farsight.exchange.Alarm;

/** Certificates that have ended or end soon. */
final class EndingCertificates implements Rule {
  private final List<CertificateEnd> certificates;
  private final Supplier<AlarmRules> rules;

  EndingCertificates(List<CertificateEnd> certificates, Supplier<AlarmRules> rules) {
    this.certificates = List.copyOf(certificates);
    this.rules = rules;
  }

  @Override
  public Alarm.Kind kind() {
    return Alarm.Kind.CERTIFICATE;
  }

  @Override
  public List<Finding> look(Instant now, Set<String> open) {
    Instant soon = now.plus(rules.get().certificate());
    return certificates.stream()
        .filter(certificate -> certificate.notAfter().isBefore(soon))
        .map(certificate -> finding(certificate, now))
        .toList();
  }

  private Finding finding(CertificateEnd certificate, Instant now) {
    String name = certificate.name();
    String day = certificate.notAfter().toString();
    long days = Duration.between(now, certificate.notAfter()).toDays();
    boolean over = certificate.notAfter().isBefore(now);
    return Finding.of(
        kind(),
        name,
        over
            ? "the certificate " + name + " has ended on " + day
            : "the certificate " + name + " ends on " + day + ", in " + days + " days",
        over
            ? "证书 " + name + " 已于 " + day + " 到期"
            : "证书 " + name + " 将于 " + day + " 到期(剩余 " + days + " 天)");
  }
}
