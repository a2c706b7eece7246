package org.farsight.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;

/** The branch devices of the demonstration: push what the plan says, each in its own way. */
final class DemoDevices {
  private final AeAddress engine;
  private final String http;
  private final Path data;
  private final DemoPeople people;
  private final Connector connector = new Connector(Timeouts.standard());

  /**
   * @param engine its DICOM listener
   * @param http base address of its HTTP server
   * @param data its data folder
   * @param people have the tokens of the sites' gateways
   */
  DemoDevices(AeAddress engine, String http, Path data, DemoPeople people) {
    this.engine = engine;
    this.http = http;
    this.data = data;
    this.people = people;
  }

  /** Pushes one study or ECG; what was not kept, in words. */
  List<String> push(DemoPlan.Push push) throws IOException, InterruptedException {
    Failures failures = new Failures();
    List<DeviceFile> files = push.files().stream().map(f -> new DeviceFile(f, true)).toList();
    switch (push.way()) {
      case C_STORE -> new DicomSending(connector, push.device(), engine, failures).send(files);
      case POST ->
          new EcgSending(
                  URI.create(http + "/ecg"), Optional.of(people.token(push.site())), failures)
              .send(files);
      case INBOX -> drop(push);
    }
    return failures.found;
  }

  /** Copies beside the inbox first, so that the file appears there whole. */
  private void drop(DemoPlan.Push push) throws IOException {
    Path inbox = Files.createDirectories(data.resolve("inbox").resolve(push.site()));
    for (Path file : push.files()) {
      Path copy = Files.createTempFile(data, "inbox", ".part");
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      Files.move(copy, inbox.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static final class Failures implements SendListener {
    private final List<String> found = new ArrayList<>();

    @Override
    public void sent(Path file, long length) {
      // what arrived is asked of the engine
    }

    @Override
    public void remark(Path file, String remark) {
      found.add(file.getFileName() + ": " + remark);
    }

    @Override
    public void skipped(Path file, String why) {
      found.add(file.getFileName() + " skipped: " + why);
    }

    @Override
    public void failed(Path file, String why) {
      found.add(file.getFileName() + ": " + why);
    }
  }
}
