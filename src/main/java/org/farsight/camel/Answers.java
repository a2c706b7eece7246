package org.farsight.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.farsight.exchange.Receipt;
import org.jspecify.annotations.Nullable;

/** Receipts as HTTP answers: one table, beside the one of DIMSE statuses in {@link Receipt}. */
final class Answers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  /** 202 with id and links while it is kept; else {@code application/problem+json}. */
  static void answer(Message message, Receipt receipt) {
    switch (receipt) {
      case Receipt.Kept kept -> {
        ObjectNode body = JSON.createObjectNode();
        body.put("id", kept.exchangeId());
        body.put("repeated", kept.repeated());
        body.putObject("links").put("exchange", "/exchange/" + kept.exchangeId());
        message.removeHeaders("*");
        send(message, 202, "application/json", body);
      }
      case Receipt.Quarantined q ->
          problem(
              message,
              q.reason().httpStatus() == 200 ? 202 : q.reason().httpStatus(),
              q.reason().name(),
              q.why(),
              q.quarantineId());
      case Receipt.NotKept not ->
          problem(message, not.cause().httpStatus(), not.cause().name(), not.why(), null);
    }
  }

  /**
   * A problem in the form of RFC 9457.
   *
   * @param quarantineId under which the bytes are kept, if they are
   */
  static void problem(
      Message message, int status, String title, String detail, @Nullable Long quarantineId) {
    ObjectNode body = JSON.createObjectNode();
    body.put("title", title).put("status", status).put("detail", detail);
    if (quarantineId != null) {
      body.put("quarantine", quarantineId);
    }
    message.removeHeaders("*");
    send(message, status, "application/problem+json", body);
  }

  private static void send(Message message, int status, String type, ObjectNode body) {
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, type + "; charset=utf-8");
    try {
      message.setBody(JSON.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes can always be written", e);
    }
  }
}
