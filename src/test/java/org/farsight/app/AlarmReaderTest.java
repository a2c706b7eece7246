package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.farsight.alarm.AlarmRules;
import org.farsight.alarm.Mail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmReaderTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private AlarmSettings read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("farsight.yaml"), yaml);
    return ConfigurationReader.read(file, folder, List.of()).alarms();
  }

  private List<String> mistakes(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("farsight.yaml"), yaml);
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class, () -> ConfigurationReader.read(file, folder, List.of()));
    return List.of(String.valueOf(refused.getMessage()).split("\\R"));
  }

  @Test
  void withoutAWordTheRulesAreTheUsualOnesAndNobodyIsTold() throws IOException {
    AlarmSettings settings = read("http: {port: 0}\n");
    assertThat(settings.rules()).isEqualTo(AlarmRules.DEFAULT);
    assertThat(settings.webhooks()).isEmpty();
    assertThat(settings.mail()).isEmpty();
  }

  @Test
  void allThatCanBeSetIsRead() throws IOException {
    Files.writeString(folder.resolve("robot"), "https://oapi.dingtalk.com/robot/send?a=KEY\n");
    Files.writeString(folder.resolve("sec"), "SEC1\n");
    Files.writeString(folder.resolve("pass"), "word\n");
    Files.writeString(folder.resolve("own.json"), "{\"text\": \"${zh}\"}");
    AlarmSettings settings =
        read(
            """
            alarms:
              silence: {minutes: 90, weeks: 4}
              target: {failures: 3}
              webhooks:
                duty: {url-file: robot, template: dingtalk, dingtalk-secret-file: sec}
                own: {url: 'http://127.0.0.1:9/x', template: own.json}
              mail:
                host: smtp.example.org
                user: farsight
                password-file: pass
                from: farsight@example.org
                to: [it@example.org]
            sites:
              east: {calling-aets: [EAST], hours: [mon-fri 08:00-17:30], silence-minutes: 30}
              west: {calling-aets: [WEST]}
            """);
    AlarmRules.SiteHours east = Objects.requireNonNull(settings.rules().bySite().get("east"));
    assertThat(east.hours().isKnown()).isTrue();
    assertThat(east.silence()).isEqualTo(Duration.ofMinutes(30));
    AlarmRules.SiteHours west = Objects.requireNonNull(settings.rules().bySite().get("west"));
    assertThat(west.hours().isKnown()).isFalse();
    assertThat(west.silence()).isEqualTo(Duration.ofMinutes(90));
    assertThat(settings.rules().failures()).isEqualTo(3);
    assertThat(settings.webhooks()).extracting(hook -> hook.id()).containsExactly("duty", "own");
    assertThat(settings.webhooks().getFirst().secret()).contains("SEC1");
    assertThat(settings.webhooks().getFirst().uri().getQuery()).isEqualTo("a=KEY");
    Mail.Address mail = settings.mail().orElseThrow().address();
    assertThat(mail.port()).isEqualTo(587);
    assertThat(mail.security()).isEqualTo(Mail.Security.STARTTLS);
    assertThat(mail.user()).contains(new Mail.User("farsight", "word"));
    assertThat(settings.toString()).doesNotContain("SEC1", "word", "KEY");
  }

  @Test
  void everyMistakeIsNamedAndNoSecretWithIt() throws IOException {
    Files.writeString(folder.resolve("robot"), "KEY is no address\n");
    Files.writeString(folder.resolve("bad.json"), "{\"text\": \"${patient}\"}");
    List<String> mistakes =
        mistakes(
            """
            alarms:
              webhooks:
                none: {template: json}
                file: {url-file: robot}
                bad: {url: 'http://127.0.0.1/', template: bad.json}
                gone: {url: 'http://127.0.0.1/', template: nowhere}
                mail: {url: 'http://127.0.0.1/'}
              mail: {host: h, security: none, user: u, password-file: robot}
            sites:
              east: {hours: [workdays]}
            """);
    assertThat(mistakes)
        .anyMatch(m -> m.contains("alarms.webhooks.none needs url or url-file"))
        .anyMatch(m -> m.contains(":4: alarms.webhooks.file: url is no http address"))
        .anyMatch(m -> m.contains("bad.template: bad.json ${patient} is none of"))
        .anyMatch(m -> m.contains("gone.template: there is no template"))
        .anyMatch(m -> m.contains("and not mail"))
        .anyMatch(m -> m.contains("alarms.mail needs from and to"))
        .anyMatch(m -> m.contains("a password is not sent in clear"))
        .anyMatch(m -> m.contains("sites.east.hours: 'workdays'"))
        .noneMatch(m -> m.contains("KEY"));
  }
}
