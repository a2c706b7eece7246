package org.farsight.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;

/**
 * The rejection notes among the files of an archive.
 *
 * @param count how many there are
 * @param rejected SOP Instance UIDs that they list
 */
record RejectionNotes(int count, List<String> rejected) {

  /** Reads those of these files. */
  static RejectionNotes in(List<Path> files) throws IOException {
    int count = 0;
    List<String> rejected = new ArrayList<>();
    for (Path path : files) {
      try (Part10File file = Part10File.open(path)) {
        if (file.sopClass().orElse("").equals(Uid.KEY_OBJECT_SELECTION_STORAGE)) {
          count++;
          for (DataSet item : file.readDataSet(ReadOptions.STRICT).items(Tag.CONTENT_SEQUENCE)) {
            item.item(Tag.REFERENCED_SOP_SEQUENCE)
                .flatMap(reference -> reference.string(Tag.REFERENCED_SOP_INSTANCE_UID))
                .ifPresent(rejected::add);
          }
        }
      }
    }
    return new RejectionNotes(count, rejected);
  }
}
