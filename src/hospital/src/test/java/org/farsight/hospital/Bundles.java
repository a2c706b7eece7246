package org.farsight.hospital;

import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Transactions as the engine sends them, made from a number; no patient is behind them. */
final class Bundles {

  /** An id as the engine chooses it; this one consists of digits alone. */
  static final String DIGITS = "0123456789".repeat(6) + "0123";

  private Bundles() {}

  /** A patient (created once), a recording (conditional update) and its bytes (an id we choose). */
  static String ecg(String patient, String recording, int samples) {
    String data =
        IntStream.range(0, samples)
            .mapToObj(i -> Integer.toString(i % 997 - 498))
            .collect(Collectors.joining(" "));
    String bytes = Base64.getEncoder().encodeToString(recording.repeat(100).getBytes());
    return
"""
{"resourceType":"Bundle","type":"transaction","entry":[
 {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001",
  "resource":{"resourceType":"Patient","meta":{"source":"urn:farsight:test"},
   "identifier":[{"system":"urn:site:1","value":"%1$s"}],"name":[{"text":"王小东"}]},
  "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:site:1|%1$s"}},
 {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000002",
  "resource":{"resourceType":"Observation","status":"preliminary",
   "meta":{"source":"urn:farsight:test","profile":["http://example.org/StructureDefinition/ecg"]},
   "identifier":[{"system":"urn:content","value":"%2$s"}],
   "code":{"coding":[{"system":"http://loinc.org","code":"11524-6"}]},
   "subject":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000001"},
   "component":[{"code":{"text":"I"},"valueSampledData":{"origin":{"value":0,"unit":"mV"},
    "period":2,"factor":0.005,"dimensions":1,"data":"%3$s"}}]},
  "request":{"method":"PUT","url":"Observation?identifier=urn:content|%2$s"}},
 {"resource":{"resourceType":"Binary","id":"%4$s","contentType":"text/xml","data":"%5$s"},
  "request":{"method":"PUT","url":"Binary/%4$s"}}
]}
"""
        .formatted(patient, recording, data, DIGITS, bytes);
  }
}
