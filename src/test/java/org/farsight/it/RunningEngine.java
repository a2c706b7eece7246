package org.farsight.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.farsight.app.ConfigurationReader;
import org.farsight.app.Engine;
import org.farsight.dicom.ul.AeAddress;

/**
 * An engine within this process, on free ports.
 *
 * @param home its folder
 * @param engine the engine
 * @param view how it looks from outside
 */
record RunningEngine(EngineHome home, Engine engine, EngineView view) implements AutoCloseable {

  /** Starts one in a new home. */
  static RunningEngine in(Path folder, String... settings) throws IOException {
    return start(EngineHome.in(folder), settings);
  }

  /** Starts one in a home that may have seen others before. */
  static RunningEngine start(EngineHome home, String... settings) throws IOException {
    Engine engine =
        Engine.start(
            ConfigurationReader.read(home.configuration(), home.data(), List.of(settings)));
    return new RunningEngine(home, engine, EngineView.of(engine.httpAddress()));
  }

  /** Where devices push to. */
  AeAddress dicom() {
    return new AeAddress("FARSIGHT", "127.0.0.1", engine.dicomPort());
  }

  /** A device of the first branch. */
  Device device() {
    return new Device(EngineHome.CALLER, dicom());
  }

  @Override
  public void close() {
    view.close();
    engine.close();
  }
}
