package org.farsight.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.Matches;
import org.farsight.dicom.service.QueryHandler;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryRequest;

/**
 * Finds instances of a study by their UIDs, reading the files: enough for somebody who wants to
 * know whether what was stored is there.
 */
final class ArchiveQuery implements QueryHandler {
  private final ArchiveFolder folder;

  ArchiveQuery(ArchiveFolder folder) {
    this.folder = folder;
  }

  @Override
  public Status find(QueryRequest request, Matches matches) throws IOException {
    String study = request.identifier().string(Tag.STUDY_INSTANCE_UID).orElse("");
    if (request.level() != QueryLevel.IMAGE || study.isEmpty()) {
      return Status.IDENTIFIER_DOES_NOT_MATCH_SOP_CLASS.withComment("instances of one study only");
    }
    for (Path file : folder.study(study)) {
      DataSet object = head(file);
      if (fits(request.identifier(), object, Tag.SERIES_INSTANCE_UID)
          && fits(request.identifier(), object, Tag.SOP_INSTANCE_UID)
          && !matches.match(object)) {
        return Status.SUCCESS;
      }
    }
    return Status.SUCCESS;
  }

  /** No value matches all, else one of a list of UIDs (PS3.4 §C.2.2.2.2). */
  private static boolean fits(DataSet keys, DataSet object, int tag) {
    List<String> wanted = keys.strings(tag);
    return wanted.isEmpty() || object.string(tag).filter(wanted::contains).isPresent();
  }

  private static DataSet head(Path file) throws IOException {
    try (Part10File object = Part10File.open(file)) {
      DataSet all = object.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.SERIES_INSTANCE_UID + 1));
      DataSet head = new DataSet();
      for (int tag :
          new int[] {
            Tag.SOP_CLASS_UID, Tag.SOP_INSTANCE_UID, Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID
          }) {
        all.string(tag).ifPresent(uid -> head.put(tag, VR.UI, uid));
      }
      return head;
    }
  }
}
