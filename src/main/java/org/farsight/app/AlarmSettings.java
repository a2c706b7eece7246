package org.farsight.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.farsight.alarm.AlarmRules;
import org.farsight.alarm.Mail;
import org.farsight.alarm.Webhook;

/**
 * When alarms are raised and who is told.
 *
 * @param rules the limits
 * @param webhooks told by HTTP
 * @param mail told by mail; empty: nobody
 */
public record AlarmSettings(
    AlarmRules rules, List<Webhook.Address> webhooks, Optional<MailBox> mail) {

  /** Takes a copy. */
  public AlarmSettings {
    webhooks = List.copyOf(webhooks);
  }

  /**
   * Mail.
   *
   * @param trusted certificates that the mail server's must come from; empty: those Java trusts
   */
  public record MailBox(Mail.Address address, Optional<Path> trusted) {}
}
