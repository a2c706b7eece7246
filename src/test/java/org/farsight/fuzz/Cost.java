package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;

/**
 * What reading may cost: memory in proportion to what came, whatever lengths the bytes claim, and
 * little time.
 */
final class Cost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final long MOST_NANOS = 5_000_000_000L;

  /** Something that reads, and may refuse. */
  interface Reading<T> {
    T read() throws IOException;
  }

  static {
    // tables that are loaded once are nobody's cost
    assertThat(Dictionary.vr(Tag.PATIENT_NAME)).isEqualTo(VR.PN);
  }

  private Cost() {}

  /**
   * What a data set may cost: so many bytes for each that came, and where it came deflated a
   * multiple of the limit it is read with.
   */
  static long ofDataSet(int length, boolean deflated, long limit) {
    return (4L << 20) + 64L * length + (deflated ? 16 * limit : 0);
  }

  /**
   * Runs a reader and checks its time on the processor and what it allocated in all, garbage
   * included. Where that was too much it runs again, since the first run may have loaded and
   * instrumented classes.
   *
   * @param most bytes
   */
  static <T> T within(long most, Reading<T> reading) throws IOException {
    Spent before = Spent.now();
    try {
      return reading.read();
    } finally {
      if (!before.untilNow().isWithin(most)) {
        Spent again = another(reading);
        assertThat(again.isWithin(most)).as("reading within %d bytes: %s", most, again).isTrue();
      }
    }
  }

  private static <T> Spent another(Reading<T> reading) {
    Spent before = Spent.now();
    try {
      reading.read();
    } catch (IOException refused) {
      return before.untilNow(); // what a refusal costs counts as well
    }
    return before.untilNow();
  }

  private record Spent(long bytes, long nanos) {
    static Spent now() {
      return new Spent(THREADS.getCurrentThreadAllocatedBytes(), THREADS.getCurrentThreadCpuTime());
    }

    Spent untilNow() {
      Spent now = now();
      return new Spent(now.bytes - bytes, now.nanos - nanos);
    }

    boolean isWithin(long most) {
      return bytes < most && nanos < MOST_NANOS;
    }
  }
}
