package org.farsight.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.farsight.app.Configuration;
import org.farsight.app.EngineFile;
import org.farsight.delivery.FhirOptions;
import org.farsight.delivery.TargetProbe;
import org.farsight.delivery.TargetProbe.Finding;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.VerificationScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code farsight echo}: does the way to a target, or a site's way to us, work? */
@Command(
    name = "echo",
    description = {
      "Tries each way and says in plain words what is wrong.",
      "A target: C-ECHO or FHIR metadata. A site: the running engine is called as each of its",
      "AE titles, as its devices would. Without a name: every target and every site."
    },
    mixinStandardHelpOptions = true)
final class Echo implements Callable<Integer> {

  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "SITE|TARGET", description = "Name in farsight.yaml.")
  private @Nullable String name;

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  Echo(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
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
    TargetProbe probe =
        new TargetProbe(
            FhirOptions.DEFAULT, configuration.dicom().archives(configuration.dicom().tlsKeys()));
    for (Target target : targets) {
      well &= say("target " + target.id(), probe.probe(target));
    }
    for (Site site : sites) {
      for (Finding finding : calls(site)) {
        well &= say("site " + site.id(), finding);
      }
    }
    return well ? Main.DONE : Main.FAILED;
  }

  private boolean say(String who, Finding finding) {
    console.out().println((finding.well() ? "well   " : "WRONG  ") + who + ": " + finding.words());
    return finding.well();
  }

  /** Calls our own listener as the site's devices do. */
  private List<Finding> calls(Site site) throws IOException {
    Optional<EngineFile> engine = EngineFile.of(options.data());
    if (engine.isEmpty()) {
      return List.of(
          new Finding(false, "no engine runs on " + options.data() + ": start farsight serve"));
    }
    AeAddress ours = AeAddress.parse(engine.get().dicom().replace("@0.0.0.0:", "@127.0.0.1:"));
    List<Finding> findings = new ArrayList<>();
    for (String title : site.callingAets()) {
      findings.add(call(title, ours));
    }
    if (findings.isEmpty()) {
      findings.add(
          new Finding(
              true, "is recognised by called AE title or network, which only its device can try"));
    }
    return findings;
  }

  private static Finding call(String title, AeAddress ours) {
    try {
      Status status = new VerificationScu(new Connector(Timeouts.standard()), title).echo(ours);
      return new Finding(
          status.done(), "calls " + ours + " as " + title + ": " + status.describe());
    } catch (IOException e) {
      return new Finding(false, "calls " + ours + " as " + title + ": " + e.getMessage());
    }
  }

  private static String names(Configuration configuration) {
    List<String> names = new ArrayList<>();
    configuration.targets().forEach(t -> names.add(t.id()));
    configuration.sites().forEach(s -> names.add(s.id()));
    return String.join(", ", names);
  }
}
