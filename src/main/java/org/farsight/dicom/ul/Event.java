package org.farsight.dicom.ul;

/** The events of the upper layer, the rows of PS3.8 table 9-10. */
public enum Event {
  Evt1("A-ASSOCIATE request"),
  Evt2("transport connection confirmed"),
  Evt3("A-ASSOCIATE-AC received"),
  Evt4("A-ASSOCIATE-RJ received"),
  Evt5("transport connection indicated"),
  Evt6("A-ASSOCIATE-RQ received"),
  Evt7("A-ASSOCIATE response, accept"),
  Evt8("A-ASSOCIATE response, reject"),
  Evt9("P-DATA request"),
  Evt10("P-DATA-TF received"),
  Evt11("A-RELEASE request"),
  Evt12("A-RELEASE-RQ received"),
  Evt13("A-RELEASE-RP received"),
  Evt14("A-RELEASE response"),
  Evt15("A-ABORT request"),
  Evt16("A-ABORT received"),
  Evt17("transport connection closed"),
  Evt18("ARTIM timer expired"),
  Evt19("unrecognized or invalid PDU received");

  private final String meaning;

  Event(String meaning) {
    this.meaning = meaning;
  }

  /** What happened, in plain words. */
  public String meaning() {
    return meaning;
  }
}
