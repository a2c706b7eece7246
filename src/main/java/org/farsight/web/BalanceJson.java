package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.farsight.exchange.Balance;
import org.farsight.exchange.Balances;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Target;

/** A balance as it is shown outside. */
final class BalanceJson {
  private BalanceJson() {}

  static ObjectNode of(Balance balance) {
    ObjectNode node = Json.object();
    node.put("site", balance.site().id());
    node.put("name", balance.site().name());
    node.put("day", balance.day().toString());
    node.put("zone", balance.site().zone().getId());
    node.put("balanced", balance.isBalanced());
    Balances.Received received = balance.received();
    node.putObject("received")
        .put("exchanges", received.exchanges())
        .put("studies", received.studies())
        .put("ecgs", received.ecgs())
        .put("objects", received.objects())
        .put("bytes", received.bytes())
        .put("repeats", received.repeats())
        .put("keptBack", received.keptBack());
    Balances.Reads reads = balance.reads();
    node.putObject("reads")
        .put("read", reads.read())
        .put("amended", reads.amended())
        .put("reports", reads.reports())
        .put("returned", reads.returned());
    ArrayNode targets = node.putArray("targets");
    balance.targets().forEach(line -> targets.add(of(line)));
    ArrayNode keptBack = node.putArray("keptBack");
    for (Balances.KeptBack one : balance.keptBack()) {
      ObjectNode entry = keptBack.addObject();
      entry.put("id", one.id()).put("at", one.at().toString()).put("reason", one.reason().name());
      entry.put("settled", one.settled());
      one.exchangeId().ifPresent(id -> entry.put("exchange", id));
    }
    return node;
  }

  private static ObjectNode of(Balance.Line line) {
    ObjectNode node = Json.object();
    Balances.AtTarget at = line.at();
    node.put("target", line.target().id());
    node.put(
        "kind",
        switch (line.target()) {
          case Target.FhirServer fhir -> "FHIR";
          case Target.Archive archive -> "ARCHIVE";
          case BranchWay way -> "BRANCH";
        });
    node.put("balanced", at.isBalanced());
    node.put("exchanges", at.exchanges()).put("exchangesThere", at.exchangesThere());
    node.put("objects", at.objects()).put("objectsThere", at.objectsThere());
    node.put("notOwed", at.notOwed());
    ArrayNode differences = node.putArray("differences");
    for (Balances.Difference one : line.differences()) {
      differences
          .addObject()
          .put("exchange", one.exchangeId())
          .put("kind", one.kind().name())
          .put("modality", one.modality())
          .put("firstAt", one.firstAt().toString())
          .put("objects", one.objects())
          .put("there", one.there())
          .put("cause", one.cause().name())
          .put("en", one.cause().en())
          .put("zh", one.cause().zh())
          .put("why", one.why());
    }
    return node;
  }
}
