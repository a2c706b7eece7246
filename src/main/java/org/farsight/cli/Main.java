package org.farsight.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line. Exit codes: {@value #DONE} done, {@value #FAILED} not or not wholly done (the
 * message says what), {@value #WRONG_USE} the options make no sense, {@value #BROKEN} a fault in
 * the program itself.
 */
@Command(
    name = "farsight",
    description = "Carries DICOM images and ECGs from branch clinics to the core hospital.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  /** Exit code: everything asked for was done. */
  public static final int DONE = 0;

  /** Exit code: something asked for was not done; what and why was said. */
  public static final int FAILED = 1;

  /** Exit code: unknown command or option, missing or impossible value. */
  public static final int WRONG_USE = 2;

  /** Exit code: an error nobody foresaw; a stack trace was printed. */
  public static final int BROKEN = 70;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    int exitCode = commandLine(console).execute(args);
    console.out().flush();
    console.err().flush();
    System.exit(exitCode);
  }

  /** The whole command line, writing to {@code console}. */
  public static CommandLine commandLine(Console console) {
    CommandLine line = new CommandLine(new Main());
    // The one place that lists the commands.
    List.of(
            new DemoCommand(console),
            new Serve(console),
            new HospitalCommand(console),
            new SendCommand(console),
            new EcgCommand(console, Home.ofProcess()),
            new Echo(console),
            new Check(console),
            new Verify(console),
            new Trace(console),
            new AlarmsCommand(console),
            new CriticalCommand(console),
            new AccountCommand(console),
            new BalanceCommand(console),
            new ExportCommand(console),
            new RecallCommand(console),
            new Reload(console),
            new RebuildCommand(console),
            new Status(console),
            new BackupCommand(console),
            new RestoreCommand(console),
            new Crash(console),
            new CrashPeer(console),
            new CommandLine.HelpCommand())
        .forEach(line::addSubcommand);
    CommandLine quarantine = new CommandLine(new Quarantine(console));
    quarantine.addSubcommand(new QuarantineList(console));
    quarantine.addSubcommand(new QuarantineShow(console));
    quarantine.addSubcommand(new QuarantineDecision.Release(console));
    quarantine.addSubcommand(new QuarantineDecision.Dismiss(console));
    quarantine.addSubcommand(new QuarantineDecision.Assign(console));
    quarantine.addSubcommand(new QuarantineReplay(console));
    line.addSubcommand(quarantine);
    line.addSubcommand(PatientCommand.of(console));
    CommandLine orders = new CommandLine(new Orders(console));
    orders.addSubcommand(new Orders.All(console));
    orders.addSubcommand(new Orders.InDoubt(console));
    orders.addSubcommand(new Orders.Show(console));
    orders.addSubcommand(new OrderDecision.ToOrder(console));
    orders.addSubcommand(new OrderDecision.FromOrder(console));
    line.addSubcommand(orders);
    CommandLine bench = new CommandLine(new Bench());
    bench.addSubcommand(new BenchReceive(console));
    bench.addSubcommand(new BenchLarge(console));
    bench.addSubcommand(new BenchSoak(console));
    bench.addSubcommand(new BenchEcg(console));
    bench.addSubcommand(new BenchLedger(console));
    line.addSubcommand(bench);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setOut(console.out());
    line.setErr(console.err());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> explain(failure, command, console));
    return line;
  }

  private static int explain(Exception failure, CommandLine command, Console console) {
    String name = command.getCommandSpec().qualifiedName();
    if (failure instanceof CommandFailure known) {
      console.err().println(name + ": " + known.getMessage());
      return known.exitCode();
    }
    if (failure instanceof InterruptedException) {
      console.err().println(name + ": interrupted");
      Thread.currentThread().interrupt();
      return FAILED;
    }
    console.err().println(name + ": an error that was not foreseen; please report it:");
    failure.printStackTrace(console.err());
    return BROKEN;
  }

  /** The version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"farsight " + (version == null ? "(not packaged)" : version)};
    }
  }
}
