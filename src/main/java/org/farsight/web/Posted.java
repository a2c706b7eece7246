package org.farsight.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.farsight.exchange.Decision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person's program posts: a small JSON object.
 *
 * @param body the object
 */
record Posted(JsonNode body) {
  private static final Logger log = LoggerFactory.getLogger(Posted.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long LONGEST = 1 << 16;

  /** Answers a request; what it throws becomes a problem. */
  interface Answer {
    void to(RoutingContext context, Posted posted) throws IOException;
  }

  /** Lets an answer have the body, on a working thread. */
  static void to(Route route, Answer answer) {
    to(route, LONGEST, answer);
  }

  /** The same of a body of at most so many bytes. */
  static void to(Route route, long longest, Answer answer) {
    route
        .handler(BodyHandler.create(false).setBodyLimit(longest))
        .blockingHandler(context -> answer(context, answer), false);
  }

  /** Answers a request without a body. */
  static void got(Route route, Answer answer) {
    route.blockingHandler(
        context -> answered(context, answer, new Posted(MAPPER.createObjectNode())), false);
  }

  private static void answer(RoutingContext context, Answer answer) {
    byte[] bytes =
        context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes();
    JsonNode body;
    try {
      body = bytes.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(bytes);
    } catch (JacksonException e) {
      Json.problem(context, 400, "bad request", "the body is no JSON: " + e.getOriginalMessage());
      return;
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
    if (!body.isObject()) {
      Json.problem(context, 400, "bad request", "the body is a JSON object");
      return;
    }
    answered(context, answer, new Posted(body));
  }

  private static void answered(RoutingContext context, Answer answer, Posted posted) {
    try {
      if (posted.body() instanceof ObjectNode object) {
        Visiting.sign(context, object);
      }
      answer.to(context, posted);
    } catch (HttpProblem e) {
      Json.problem(context, e.status(), e.title(), e.detail());
    } catch (IOException e) {
      log.error("{} cannot be answered: {}", context.request().path(), e.toString());
      Json.problem(context, 500, "not readable", "the content store failed: " + e.getMessage());
    }
  }

  /** Refuses members that nobody knows, so that a slip of the pen decides nothing. */
  void only(Set<String> names) {
    for (var member : body.properties()) {
      if (!names.contains(member.getKey())) {
        throw HttpProblem.badRequest("a member is none of " + new TreeSet<>(names));
      }
    }
  }

  /** A member as text. */
  Optional<String> text(String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw HttpProblem.badRequest(name + " is text");
    }
    return Optional.of(value.textValue().strip()).filter(text -> !text.isEmpty());
  }

  /** A member as a moment. */
  Optional<Instant> time(String name) {
    try {
      return text(name).map(text -> java.time.OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw HttpProblem.badRequest(name + " is a time such as 2026-11-23T08:00:00+08:00");
    }
  }

  /** A member as a number. */
  int number(String name, int otherwise, int least, int most) {
    JsonNode value = body.path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
      throw HttpProblem.badRequest(name + " is a number from " + least + " to " + most);
    }
    return value.intValue();
  }

  /** Who decides, and why. */
  Decision.Maker maker() {
    return maker(text("by").orElse(""), text("why").orElse(""));
  }

  /** Who decides, and why. */
  static Decision.Maker maker(String by, String why) {
    try {
      return new Decision.Maker(by, why);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
  }
}
