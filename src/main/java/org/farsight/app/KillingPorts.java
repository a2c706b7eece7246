package org.farsight.app;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Conversion;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;

/**
 * Ports between which the crash test can end the process. Where it does not, each is given back as
 * it is.
 */
final class KillingPorts {
  private final KillSwitch killSwitch;

  KillingPorts(KillSwitch killSwitch) {
    this.killSwitch = killSwitch;
  }

  /** A store whose synced Bundles no row names yet. */
  ContentStore over(ContentStore store) {
    if (killSwitch == KillSwitch.OFF) {
      return store;
    }
    return new ContentStore() {
      @Override
      public InputStream open(Content content) throws IOException {
        return store.open(content);
      }

      @Override
      public Spooled spool(InputStream body) throws IOException {
        return store.spool(body);
      }

      @Override
      public List<Content> sync(List<Spooled> objects) throws IOException {
        List<Content> contents = store.sync(objects);
        killSwitch.pass(KillPoint.BUNDLE_SYNCED);
        return contents;
      }

      @Override
      public Syncing begin(List<Spooled> objects) throws IOException {
        return store.begin(objects);
      }

      @Override
      public long free() throws IOException {
        return store.free();
      }
    };
  }

  /** A store from which objects are read to be sent to an archive. */
  ContentStore sending(ContentStore store) {
    if (killSwitch == KillSwitch.OFF) {
      return store;
    }
    ContentStore killing = over(store);
    return new ContentStore() {
      @Override
      public InputStream open(Content content) throws IOException {
        return new ReadToItsEnd(killing.open(content), content.length());
      }

      @Override
      public Spooled spool(InputStream body) throws IOException {
        return killing.spool(body);
      }

      @Override
      public List<Content> sync(List<Spooled> objects) throws IOException {
        return killing.sync(objects);
      }

      @Override
      public long free() throws IOException {
        return killing.free();
      }
    };
  }

  private final class ReadToItsEnd extends FilterInputStream {
    private long left;

    ReadToItsEnd(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      seen(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      int n = super.read(target, offset, count);
      seen(Math.max(0, n));
      return n;
    }

    private void seen(int bytes) {
      left -= bytes;
      if (left == 0 && bytes > 0) {
        killSwitch.pass(KillPoint.ARCHIVE_OBJECT_READ);
      }
    }
  }

  Doorbell over(Doorbell doorbell) {
    if (killSwitch == KillSwitch.OFF) {
      return doorbell;
    }
    return (exchange, step) -> {
      killSwitch.pass(KillPoint.BELL_DUE);
      doorbell.ring(exchange, step);
      killSwitch.pass(KillPoint.BELL_RUNG);
    };
  }

  Conversion over(Conversion conversion) {
    if (killSwitch == KillSwitch.OFF) {
      return conversion;
    }
    return (exchange, site, arrivals) -> {
      Conversion.Outcome outcome = conversion.convert(exchange, site, arrivals);
      killSwitch.pass(KillPoint.CONVERTED);
      return outcome;
    };
  }

  /** A delivery by a way back to a branch; at the page nothing is taken. */
  Delivery returning(BranchWay way, Delivery delivery) {
    if (killSwitch == KillSwitch.OFF || way instanceof BranchWay.Page) {
      return delivery;
    }
    return work -> {
      DeliveryOutcome outcome = delivery.deliver(work);
      if (outcome instanceof DeliveryOutcome.Accepted) {
        killSwitch.pass(KillPoint.RETURN_TAKEN);
      }
      return outcome;
    };
  }

  /** A delivery to an archive. */
  Delivery over(Delivery delivery) {
    if (killSwitch == KillSwitch.OFF) {
      return delivery;
    }
    return new Delivery() {
      @Override
      public DeliveryOutcome deliver(Work work) {
        return delivery.deliver(
            work.telling(
                revision -> {
                  killSwitch.pass(KillPoint.ARCHIVE_ANSWERED);
                  work.progress().accepted(revision);
                }));
      }

      @Override
      public Optional<Delivery> ofRejections() {
        return delivery.ofRejections().map(KillingPorts.this::over);
      }
    };
  }
}
