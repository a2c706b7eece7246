package org.farsight.ecg;

import java.util.List;

/** What a file holds of an electrocardiogram: its samples, or only a page that shows it. */
public sealed interface EcgContent permits Recording, EcgDocument {

  /** The file's format. */
  EcgFormat format();

  /** The person. */
  Subject subject();

  /** When, where, with what. */
  Acquisition acquisition();

  /** Where the reader had to decide. */
  List<Remark> remarks();
}
