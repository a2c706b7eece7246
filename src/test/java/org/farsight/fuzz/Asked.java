package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;

/** Asks each getter for each element: none may throw, whatever the value field holds. */
final class Asked {
  private Asked() {}

  static void everything(DataSet dataSet) {
    for (Element element : dataSet) {
      int tag = element.tag();
      assertThat(
              Stream.of(
                  dataSet.string(tag),
                  dataSet.strings(tag),
                  dataSet.personName(tag),
                  dataSet.date(tag),
                  dataSet.time(tag),
                  dataSet.dateTime(tag),
                  dataSet.integer(tag),
                  dataSet.longInteger(tag),
                  dataSet.integers(tag),
                  dataSet.decimal(tag),
                  dataSet.decimals(tag),
                  dataSet.privateTag(tag >>> 16, "FARSIGHT", 1),
                  element.toString()))
          .doesNotContainNull();
      dataSet.items(tag).forEach(Asked::everything);
    }
  }
}
