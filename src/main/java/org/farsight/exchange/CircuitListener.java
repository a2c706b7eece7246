package org.farsight.exchange;

import java.time.Duration;

/** Is told once when a target goes down and once when it is back. Must not throw. */
public interface CircuitListener {

  /** Tells nobody. */
  CircuitListener NOBODY =
      new CircuitListener() {
        @Override
        public void down(TargetStatus status) {
          // nobody wants to know
        }

        @Override
        public void back(String target, Duration downFor) {
          // nobody wants to know
        }
      };

  /** A target does not answer; it is only probed from now on. */
  void down(TargetStatus status);

  /** A target that was down has accepted something. */
  void back(String target, Duration downFor);
}
