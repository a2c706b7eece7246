package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QIDO-RS over what a running engine keeps. */
final class QidoIT {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void whatWasPushedIsFoundAtOnceAtEveryLevel() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      PushedObject.Person person = PushedObject.somebody();
      List<PushedObject> study = PushedObject.study(person, 5, 64);
      engine.device().push(study);
      engine.device().push(PushedObject.study(PushedObject.somebody(), 2, 64));

      JsonNode studies = found(client, "/studies?PatientID=" + person.id(), 1);
      JsonNode one = studies.path(0);
      assertThat(text(one, "00100020")).isEqualTo(person.id());
      assertThat(text(one, "00080061")).isEqualTo("CT");
      assertThat(text(one, "00201206")).isEqualTo("1");
      assertThat(text(one, "00201208")).isEqualTo("5");
      assertThat(one.path("00100010").path("Value").path(0).path("Ideographic").asText())
          .isEqualTo("赵^明远");
      String uid = text(one, "0020000D");
      assertThat(text(one, "00081190")).isEqualTo(client.root() + "/studies/" + uid);

      JsonNode series = found(client, "/studies/" + uid + "/series", 1);
      assertThat(text(series.path(0), "00201209")).isEqualTo("5");
      assertThat(series.path(0).has("00100010")).as("study attributes are not repeated").isFalse();
      JsonNode instances = found(client, "/studies/" + uid + "/instances", 5);
      for (int i = 0; i < 5; i++) {
        assertThat(text(instances.path(i), "00080018")).isEqualTo(study.get(i).sopInstance());
        assertThat(text(instances.path(i), "00280010")).isEqualTo("64");
        String url = text(instances.path(i), "00081190").substring(client.root().length());
        assertThat(client.get(url, "").parts().getFirst().dataSetDigest())
            .isEqualTo(study.get(i).digest());
      }
      found(client, "/studies/" + uid + "/series/" + uid + ".1/instances?InstanceNumber=3", 1);
      found(client, "/series?Modality=CT", 2);
      found(client, "/instances?SOPInstanceUID=" + study.getFirst().sopInstance(), 1);
      assertThat(found(client, "/instances", 7).path(0).has("00100020")).isTrue();
    }
  }

  @Test
  void keysAreKeywordsTagsRangesWildcardsListsAndNamesInAnyScript() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<String> uids = new ArrayList<>();
      PushedObject.Person person = PushedObject.somebody();
      for (int i = 0; i < 3; i++) {
        List<PushedObject> study = PushedObject.study(person, 1, 64);
        engine.device().push(study);
        uids.add(
            text(
                found(client, "/instances?00080018=" + study.getFirst().sopInstance(), 1).path(0),
                "0020000D"));
      }
      found(client, "/studies?00100020=" + person.id(), 3);
      found(client, "/studies?StudyInstanceUID=" + uids.get(0) + "," + uids.get(2), 2);
      found(client, "/studies?PatientName=" + encoded("zhao^m*"), 3);
      found(client, "/studies?PatientName=" + encoded("赵^*"), 3);
      found(client, "/studies?fuzzymatching=true&PatientName=" + encoded("mingyuan"), 3);
      for (String name : List.of("Zhào Míngyuǎn", "mingyuan zhao", "zhaoming", "明远", "赵明远")) {
        found(client, "/studies?fuzzymatching=true&PatientName=" + encoded(name), 3);
      }
      found(client, "/studies?fuzzymatching=true&PatientName=" + encoded("明赵"), 0);
      found(client, "/studies?fuzzymatching=false&PatientName=" + encoded("mingyuan"), 0);
      found(client, "/studies?PatientName=" + encoded("*mingyuan"), 3);
      found(client, "/studies?ModalitiesInStudy=CT&includefield=StudyDescription", 3);
      found(client, "/studies?ModalitiesInStudy=MR", 0);
      found(client, "/studies?StudyDate=20000101-20010101", 0);
      found(client, "/series?RequestAttributesSequence.ScheduledProcedureStepID=none", 0);
      DicomWebClient.Answer wider =
          client.get("/studies?PatientID=" + person.id() + "&KVP=120", "");
      assertThat(wider.header("Warning"))
          .hasValueSatisfying(words -> assertThat(words).contains("no matching by KVP"));
      assertThat(client.get("/studies?PatientID=" + person.id(), "").header("Warning")).isEmpty();
      JsonNode all = found(client, "/studies?limit=1&includefield=all", 1).path(0);
      assertThat(all.has("00081030")).isTrue();
      assertThat(text(all, "00080062")).isEqualTo("1.2.840.10008.5.1.4.1.1.2");
    }
  }

  @Test
  void resultsComePageByPageThoseThatCameLastFirst() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      List<PushedObject> study = PushedObject.study(PushedObject.somebody(), 25, 16);
      engine.device().push(study);
      List<String> paged = new ArrayList<>();
      for (int offset = 0; offset < 30; offset += 10) {
        for (JsonNode one :
            found(client, "/instances?limit=10&offset=" + offset, Math.min(10, 25 - offset))) {
          paged.add(text(one, "00080018"));
        }
      }
      assertThat(paged)
          .containsExactlyElementsOf(study.stream().map(PushedObject::sopInstance).toList());
      found(client, "/instances?offset=25", 0);
      found(client, "/instances?limit=0", 0);
    }
  }

  @Test
  void aQueryThatCannotBeUnderstoodSaysWhyAndRepeatsNoValue() throws Exception {
    try (RunningEngine engine = RunningEngine.in(folder);
        DicomWebClient client = DicomWebClient.of(engine)) {
      for (String query :
          List.of(
              "NoSuchKeyword=Zhao",
              "limit=Zhao",
              "offset=-1",
              "fuzzymatching=Zhao",
              "StudyDate=Zhao",
              "Rows=Zhao",
              "PatientID.Modality=Zhao",
              "includefield=Zhao1")) {
        DicomWebClient.Answer answer = client.get("/instances?" + query, "");
        assertThat(answer.status()).as(query).isEqualTo(400);
        assertThat(answer.type().essence()).isEqualTo("application/problem+json");
        if (!query.startsWith("includefield")) {
          assertThat(answer.json().path("detail").asText()).doesNotContain("Zhao");
        }
      }
      assertThat(client.get("/studies", "application/dicom+xml").status()).isEqualTo(406);
      assertThat(client.get("/studies/x/series", "").status()).isEqualTo(400);
    }
  }

  private static JsonNode found(DicomWebClient client, String path, int count) throws Exception {
    DicomWebClient.Answer answer = client.get(path, "application/dicom+json");
    if (count == 0) {
      assertThat(answer.status()).as(path).isEqualTo(204);
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
    assertThat(answer.status()).as(path).isEqualTo(200);
    assertThat(answer.type().essence()).isEqualTo("application/dicom+json");
    assertThat(answer.json()).as(path).hasSize(count);
    return answer.json();
  }

  private static String text(JsonNode dataSet, String tag) {
    return dataSet.path(tag).path("Value").path(0).asText();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
