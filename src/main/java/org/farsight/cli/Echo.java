package org.farsight.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.farsight.app.Configuration;
import org.farsight.app.Configuration.DicomTls;
import org.farsight.app.EngineFile;
import org.farsight.delivery.FhirOptions;
import org.farsight.delivery.TargetProbe;
import org.farsight.delivery.TargetProbe.Finding;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.TlsClient;
import org.farsight.dicom.ul.TlsKeys;
import org.farsight.dicom.ul.TlsProfile;
import org.farsight.dicom.ul.UserIdentity;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farsight echo}: does the way to a target, or a site's way to us, work? */
@Command(
    name = "echo",
    description = {
      "Tries each way and says in plain words what is wrong.",
      "A target: C-ECHO or FHIR metadata. A site: the running engine is called as each of its",
      "AE titles, as its devices would, and each way back to it is tried. Without a name: every"
          + " target and every site."
    },
    mixinStandardHelpOptions = true)
final class Echo implements Callable<Integer> {

  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "SITE|TARGET", description = "Name in farsight.yaml.")
  private @Nullable String name;

  @Option(
      names = "--lang",
      paramLabel = "zh|en",
      description = "Language (default: zh where the locale is Chinese, else en).")
  private String language = Locale.getDefault().getLanguage().equals("zh") ? "zh" : "en";

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  Echo(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (!List.of("zh", "en").contains(language)) {
      throw new CommandFailure("--lang is zh or en", Main.WRONG_USE);
    }
    Configuration configuration = options.read();
    List<Target> targets =
        configuration.targets().stream().filter(t -> name == null || t.id().equals(name)).toList();
    List<Site> sites =
        configuration.sites().stream().filter(s -> name == null || s.id().equals(name)).toList();
    if (targets.isEmpty() && sites.isEmpty()) {
      throw new CommandFailure(
          "farsight.yaml has no site or target " + name + "; it has " + names(configuration),
          Main.WRONG_USE);
    }
    boolean well = true;
    Optional<TlsKeys> keys = configuration.dicom().tlsKeys();
    TargetProbe probe = new TargetProbe(FhirOptions.DEFAULT, configuration.dicom().archives(keys));
    for (Target target : targets) {
      well &= say((chinese() ? "目标 " : "target ") + target.id(), probe.probe(target));
    }
    for (Site site : sites) {
      for (BranchWay way : configuration.ways()) {
        if (way.siteId().equals(site.id())) {
          String who = (chinese() ? "回传 " : "way back ") + site.id() + " " + way.way();
          well &= say(who, probe.probe(way));
        }
      }
      for (Finding finding : calls(site, configuration, keys)) {
        well &= say((chinese() ? "站点 " : "site ") + site.id(), finding);
      }
    }
    return well ? Main.DONE : Main.FAILED;
  }

  private boolean chinese() {
    return language.equals("zh");
  }

  private boolean say(String who, Finding finding) {
    String mark =
        chinese() ? (finding.well() ? "正常  " : "故障  ") : (finding.well() ? "well   " : "WRONG  ");
    console.out().println(mark + who + ": " + finding.in(chinese()));
    return finding.well();
  }

  /** Calls our own listeners as the site's devices do. */
  private List<Finding> calls(Site site, Configuration configuration, Optional<TlsKeys> keys)
      throws IOException {
    Optional<EngineFile> engine = EngineFile.of(options.data());
    if (engine.isEmpty()) {
      return List.of(
          new Finding(
              false,
              "no engine runs on " + options.data() + ": start farsight serve",
              options.data() + " 上没有运行的引擎：请先执行 farsight serve"));
    }
    Optional<UserIdentity> user =
        site.access().user().map(u -> new UserIdentity(u.name(), Optional.of(u.passcode())));
    List<Finding> findings = new ArrayList<>();
    for (String title : site.callingAets()) {
      Connector plain = new Connector(Timeouts.standard());
      findings.add(TargetProbe.call(plain, title, here(engine.get().dicom()), user));
      if (keys.isPresent() && !engine.get().dicomTls().isEmpty()) {
        findings.add(
            TargetProbe.call(
                secured(configuration, keys.get()), title, here(engine.get().dicomTls()), user));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          new Finding(
              true,
              "is recognised by certificate, called AE title or network, which only its device can"
                  + " try",
              "以证书、被叫 AE 标题或网络地址识别，只有该站点的设备才能测试"));
    }
    return findings;
  }

  /** With our own key, whatever host our certificate names: we call ourselves by address. */
  private static Connector secured(Configuration configuration, TlsKeys keys) {
    TlsProfile profile =
        configuration.dicom().tlsIfAny().map(DicomTls::profile).orElse(TlsProfile.BCP_195);
    return new Connector(
        Timeouts.standard(), Optional.of(new TlsClient(keys.context(), profile, false)));
  }

  /** A listener on all addresses of this machine is called on its own. */
  private static AeAddress here(String listener) {
    return AeAddress.parse(
        listener.replace("@0.0.0.0:", "@127.0.0.1:").replaceFirst("@\\[[0:]+\\]:", "@[::1]:"));
  }

  private static String names(Configuration configuration) {
    List<String> names = new ArrayList<>();
    configuration.targets().forEach(t -> names.add(t.id()));
    configuration.sites().forEach(s -> names.add(s.id()));
    return String.join(", ", names);
  }
}
