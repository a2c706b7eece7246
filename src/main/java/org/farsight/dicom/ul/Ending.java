package org.farsight.dicom.ul;

/** How an association came to its end. */
public sealed interface Ending {
  /** In plain words. */
  String describe();

  /**
   * Released orderly.
   *
   * @param byPeer true if the peer asked for it
   */
  record Released(boolean byPeer) implements Ending {
    @Override
    public String describe() {
      return byPeer ? "released by the peer" : "released";
    }
  }

  /**
   * Never opened.
   *
   * @param rejection as sent or received
   */
  record Rejected(AssociateRj rejection) implements Ending {
    @Override
    public String describe() {
      return rejection.describe();
    }
  }

  /**
   * Aborted.
   *
   * @param abort as sent or received
   * @param byPeer true if received
   * @param why what this side has to say about it; empty for an abort by the peer
   */
  record Aborted(Abort abort, boolean byPeer, String why) implements Ending {
    @Override
    public String describe() {
      String who = byPeer ? "aborted by the peer, " : "aborted, ";
      return who + abort.describe() + (why.isEmpty() ? "" : ": " + why);
    }
  }

  /**
   * The connection broke, or never came about.
   *
   * @param why as the transport says it
   */
  record Lost(String why) implements Ending {
    @Override
    public String describe() {
      return "connection lost: " + why;
    }
  }
}
