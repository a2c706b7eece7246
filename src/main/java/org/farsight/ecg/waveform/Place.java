package org.farsight.ecg.waveform;

import java.math.BigDecimal;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.EcgFormatException;

/**
 * A data set and where it stands, so that every fault can be told by its tag path.
 *
 * @param data the data set or item
 * @param path such as {@code (5400,0100)[1]}; empty for the outermost
 */
record Place(DataSet data, String path) {

  /** The path of an element in here. */
  String of(int tag) {
    return path.isEmpty() ? Tag.toString(tag) : path + "." + Tag.toString(tag);
  }

  /** An item of a sequence in here, counted from 0. */
  Place item(int tag, int index) {
    return new Place(data.items(tag).get(index), of(tag) + "[" + (index + 1) + "]");
  }

  EcgFormatException fault(String what, int tag) {
    return new EcgFormatException(what, of(tag));
  }

  /** A positive integer that must be there. */
  int count(int tag) throws EcgFormatException {
    int value = data.integer(tag).orElseThrow(() -> fault("no number", tag));
    if (value < 1) {
      throw fault("not above zero", tag);
    }
    return value;
  }

  /** A decimal (DS), exact; empty where there is no value. */
  Optional<BigDecimal> decimal(int tag) throws EcgFormatException {
    Optional<String> text = data.string(tag);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Decimals.parse(text.get()).orElseThrow(() -> fault("no decimal number", tag)));
  }
}
