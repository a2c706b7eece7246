package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.farsight.access.Opening;
import org.farsight.access.Role;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.LoadedProfiles;
import org.farsight.peer.ScriptedHttpPeer;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.CanonicalType;
import org.junit.jupiter.api.Test;

class AuditDeliveryTest {

  private static Opening opening(String id, boolean allowed) {
    return new Opening(
        id,
        Instant.parse("2026-11-23T08:00:00Z"),
        "zhang",
        "张敏",
        Role.READER,
        Opening.Kind.CASE,
        "exchange-1",
        "lakeside",
        "https://example.org/site",
        "P1",
        allowed,
        "10.0.0.1");
  }

  private static String answers(String... statuses) {
    StringBuilder entries = new StringBuilder();
    for (String status : statuses) {
      entries.append(entries.isEmpty() ? "" : ",");
      entries.append("{\"response\":{\"status\":\"").append(status).append("\"}}");
    }
    return "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[" + entries + "]}";
  }

  @Test
  void eachIsPutUnderItsOwnIdAndSaysWhoOpenedWhoseData() throws Exception {
    try (ScriptedHttpPeer server = new ScriptedHttpPeer()) {
      server.then(200, answers("201 Created", "400 Bad Request", "503"));
      AuditDelivery.Outcome outcome =
          new AuditDelivery(server.url(), "远程诊断中心")
              .send(List.of(opening("a1", true), opening("b2", false), opening("c3", true)));
      assertThat(outcome)
          .isEqualTo(
              new AuditDelivery.Outcome.Answered(
                  List.of("a1"),
                  List.of(new AuditDelivery.Refused("b2", "the FHIR server answers 400"))));
      JsonNode sent = new ObjectMapper().readTree(server.requests().getFirst().body());
      assertThat(sent.at("/type").asText()).isEqualTo("batch");
      assertThat(sent.at("/entry/0/request/method").asText()).isEqualTo("PUT");
      assertThat(sent.at("/entry/0/request/url").asText()).isEqualTo("AuditEvent/a1");
      JsonNode event = sent.at("/entry/0/resource");
      assertThat(event.at("/agent/0/who/identifier/value").asText()).isEqualTo("zhang");
      assertThat(event.at("/agent/0/network/address").asText()).isEqualTo("10.0.0.1");
      assertThat(event.at("/outcome").asText()).isEqualTo("0");
      assertThat(event.at("/entity/0/what/identifier/value").asText()).isEqualTo("exchange-1");
      assertThat(event.at("/entity/1/what/identifier/value").asText()).isEqualTo("P1");
      assertThat(sent.at("/entry/1/resource/outcome").asText()).isEqualTo("4");
    }
  }

  /** Whoever asks, for whatever: it fits its profile without a warning but the narrative's. */
  @Test
  void eachFitsItsProfile() {
    for (Role role : Role.values()) {
      for (Opening.Kind kind : Opening.Kind.values()) {
        for (String patient : List.of("P1", "")) {
          Opening opening =
              new Opening(
                  "a1",
                  Instant.parse("2026-11-23T08:00:00Z"),
                  "zhang",
                  "张敏",
                  role,
                  kind,
                  "exchange-1",
                  "lakeside",
                  patient.isEmpty() ? "" : "https://example.org/site",
                  patient,
                  true,
                  "10.0.0.1");
          AuditEvent event = new AuditResource("远程诊断中心").of(opening);
          assertThat(event.getMeta().getProfile())
              .extracting(CanonicalType::getValue)
              .containsExactly(Identifiers.PROFILE_AUDIT_EVENT);
          assertThat(LoadedProfiles.get().issues(event))
              .as("%s %s %s", role, kind, patient)
              .allMatch(issue -> issue.code().equals("dom-6"));
        }
      }
    }
  }

  @Test
  void aServerThatIsAwayOrBusyIsToldAgainLater() throws Exception {
    try (ScriptedHttpPeer server = new ScriptedHttpPeer()) {
      server.then(503, "{\"resourceType\":\"OperationOutcome\"}").then(200, answers("409"));
      AuditDelivery delivery = new AuditDelivery(server.url(), "x");
      List<Opening> one = List.of(opening("a1", true));
      assertThat(delivery.send(one)).isInstanceOf(AuditDelivery.Outcome.Later.class);
      assertThat(delivery.send(one)).isInstanceOf(AuditDelivery.Outcome.Later.class);
    }
    assertThat(new AuditDelivery("http://127.0.0.1:1", "x").send(List.of(opening("a1", true))))
        .isInstanceOf(AuditDelivery.Outcome.Later.class);
  }
}
