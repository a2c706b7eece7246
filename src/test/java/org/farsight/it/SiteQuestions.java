package org.farsight.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whatever can be asked about what a site has, by the names of {@link TwoSites}. */
final class SiteQuestions {
  private SiteQuestions() {}

  /** Each form of WADO-RS, and of QIDO-RS below a study: answered with 200. */
  static List<String> dicomWeb(Map<String, String> of) {
    String study = "/dicom-web/studies/" + of.get("study");
    String series = study + "/series/" + of.get("series");
    String instance = series + "/instances/" + of.get("instance");
    return List.of(
        study,
        study + "/",
        study + "/metadata",
        study + "/series",
        study + "/instances",
        study + "/series?includefield=all",
        series,
        series + "/metadata",
        series + "/instances",
        instance,
        instance + "/metadata",
        instance + "/frames/1",
        instance + "/rendered",
        instance + "/frames/1/rendered");
  }

  /** Each search for what is kept. */
  static List<String> searches(Map<String, String> of) {
    List<String> keys =
        List.of(
            "StudyInstanceUID=" + of.get("study"),
            "0020000D=" + of.get("study"),
            "PatientID=" + of.get("patient"),
            "PatientID=" + of.get("patient").substring(0, 6) + "*",
            "PatientName=" + of.get("family") + "*",
            "PatientName=zz*&fuzzymatching=true",
            "AccessionNumber=" + of.get("accession"),
            "SeriesInstanceUID=" + of.get("series"),
            "SOPInstanceUID=" + of.get("instance"),
            "includefield=all",
            "limit=100&offset=0");
    List<String> all = new ArrayList<>();
    for (String level : List.of("studies", "series", "instances")) {
      keys.forEach(key -> all.add("/dicom-web/" + level + "?" + key));
    }
    for (String key : List.of("study", "patient", "accession", "instance")) {
      all.add("/exchange?" + key + "=" + of.get(key));
      all.add("/exchange?limit=1000&id=" + of.get(key));
    }
    for (String key : List.of("exchange", "ecg", "order", "ecgpatient", "placer")) {
      all.add("/exchange?id=" + of.get(key));
    }
    all.add("/exchange?limit=1000&state=DELIVERED");
    return all;
  }

  /** What people look for cases and reports by. */
  static List<String> worklists(Map<String, String> of) {
    List<String> all = new ArrayList<>();
    for (String key : List.of("patient", "ecgpatient", "family", "accession", "exchange", "case")) {
      all.add("/worklist?status=all&q=" + of.get(key));
      all.add("/branch/examinations?q=" + of.get(key));
    }
    all.add("/branch/reports?q=" + of.get("patient"));
    all.add("/branch/reports?q=" + of.get("accession"));
    all.addAll(
        List.of(
            "/worklist",
            "/worklist?status=all&limit=2000",
            "/branch/examinations",
            "/branch/reports?limit=200",
            "/worklist?status=all&modality=CT",
            "/worklist?modality=CT&modality=ECG",
            "/worklist?priority=routine"));
    return all;
  }
}
