package org.farsight.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;

/**
 * What all devices share.
 *
 * @param engine its DICOM listener
 * @param asked its HTTP server
 * @param inbox folder of the site's files; its devices write nowhere else
 * @param outside folder on the same disk in which a file is written before it is moved there
 * @param ear takes reports on storage commitment
 * @param journal notes what devices are told
 * @param making whether devices make new objects, or only bring what they have
 * @param over whether devices end, whatever they have
 */
record Load(
    AeAddress engine,
    Asked asked,
    Path inbox,
    Path outside,
    ReportEar ear,
    Journal journal,
    AtomicBoolean making,
    AtomicBoolean over) {

  private static final Timeouts TIMEOUTS = Timeouts.standard();

  Connector connector() {
    return new Connector(TIMEOUTS);
  }

  /** One try of what a device does again until it works. */
  interface Try {
    /** True if it is done; false or an I/O error: again. */
    boolean isDone() throws Exception;
  }

  /** Tries until it is done, or all is over; as a device does that has a queue on its disk. */
  boolean insist(Try work) throws InterruptedException {
    while (!over.get()) {
      try {
        if (work.isDone()) {
          return true;
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        // refused, broken off, no answer: a device knows no more either
      }
      pause(Duration.ofMillis(200));
    }
    return false;
  }

  static void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }
}
