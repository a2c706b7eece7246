package org.farsight.dicom.ul;

import static org.farsight.dicom.ul.State.Sta1;
import static org.farsight.dicom.ul.State.Sta10;
import static org.farsight.dicom.ul.State.Sta11;
import static org.farsight.dicom.ul.State.Sta12;
import static org.farsight.dicom.ul.State.Sta13;
import static org.farsight.dicom.ul.State.Sta2;
import static org.farsight.dicom.ul.State.Sta3;
import static org.farsight.dicom.ul.State.Sta4;
import static org.farsight.dicom.ul.State.Sta5;
import static org.farsight.dicom.ul.State.Sta6;
import static org.farsight.dicom.ul.State.Sta7;
import static org.farsight.dicom.ul.State.Sta8;
import static org.farsight.dicom.ul.State.Sta9;

/** The actions of the upper layer with the state each leads to, PS3.8 tables 9-6 to 9-9. */
public enum Action {
  // PS3.8 table 9-6, association establishment
  AE_1(Sta4, "open the transport connection"),
  AE_2(Sta5, "send A-ASSOCIATE-RQ"),
  AE_3(Sta6, "confirm the association (accepted)"),
  AE_4(Sta1, "confirm the association (rejected), close the connection"),
  AE_5(Sta2, "take the transport connection, start ARTIM"),
  /** Leads to Sta3 if the request is acceptable to the provider, else to Sta13. */
  AE_6(Sta3, Sta13, "stop ARTIM, indicate the association; or send A-ASSOCIATE-RJ, start ARTIM"),
  AE_7(Sta6, "send A-ASSOCIATE-AC"),
  AE_8(Sta13, "send A-ASSOCIATE-RJ, start ARTIM"),
  // PS3.8 table 9-7, data transfer
  DT_1(Sta6, "send P-DATA-TF"),
  DT_2(Sta6, "indicate P-DATA"),
  // PS3.8 table 9-8, association release
  AR_1(Sta7, "send A-RELEASE-RQ"),
  AR_2(Sta8, "indicate A-RELEASE"),
  AR_3(Sta1, "confirm A-RELEASE, close the connection"),
  AR_4(Sta13, "send A-RELEASE-RP, start ARTIM"),
  AR_5(Sta1, "stop ARTIM"),
  AR_6(Sta7, "indicate P-DATA"),
  AR_7(Sta8, "send P-DATA-TF"),
  /** Leads to Sta9 at the requestor of the association, to Sta10 at its acceptor. */
  AR_8(Sta9, Sta10, "indicate A-RELEASE (collision)"),
  AR_9(Sta11, "send A-RELEASE-RP"),
  AR_10(Sta12, "confirm A-RELEASE"),
  // PS3.8 table 9-9, association abort
  AA_1(Sta13, "send A-ABORT (user), start or restart ARTIM"),
  AA_2(Sta1, "stop ARTIM, close the connection"),
  AA_3(Sta1, "indicate A-ABORT or A-P-ABORT, close the connection"),
  AA_4(Sta1, "indicate A-P-ABORT"),
  AA_5(Sta1, "stop ARTIM"),
  AA_6(Sta13, "ignore the PDU"),
  AA_7(Sta13, "send A-ABORT"),
  AA_8(Sta13, "send A-ABORT (provider), indicate A-P-ABORT, start ARTIM");

  private final State next;
  private final State otherwise;
  private final String meaning;

  Action(State next, String meaning) {
    this(next, next, meaning);
  }

  Action(State next, State otherwise, String meaning) {
    this.next = next;
    this.otherwise = otherwise;
    this.meaning = meaning;
  }

  /** The state that follows; for AE-6 and AR-8 the first of the two in the standard's text. */
  public State next() {
    return next;
  }

  /** The second of two possible states (AE-6, AR-8); equal to {@link #next} for all others. */
  public State otherwise() {
    return otherwise;
  }

  /** What is done, in plain words. */
  public String meaning() {
    return meaning;
  }
}
