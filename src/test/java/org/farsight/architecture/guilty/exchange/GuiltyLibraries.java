package org.farsight.architecture.guilty.exchange;

/** Breaks a rule on purpose: libraries outside their rooms. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyLibraries {
  private ca.uhn.fhir.context.FhirContext fhir;
  private org.hl7.fhir.r4.model.Patient patient;
  private org.apache.camel.CamelContext camel;
  private jakarta.jms.Message message;
  private jakarta.mail.Message mail;
  private org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ broker;
  private java.sql.Connection sql;
  private org.jdbi.v3.core.Jdbi jdbi;
  private org.postgresql.Driver server;
  private org.flywaydb.core.Flyway flyway;
  private org.apache.pdfbox.pdmodel.PDDocument document;
  private org.apache.fontbox.ttf.TrueTypeFont font;
  private com.google.zxing.common.BitMatrix code;
  private ca.uhn.hl7v2.HapiContext messages;
  private io.netty.buffer.ByteBuf buffer;
  private io.vertx.core.Vertx vertx;
  private com.nimbusds.jose.jwk.JWK key;
  private org.bouncycastle.crypto.params.Argon2Parameters hash;
  private picocli.CommandLine commands;
}
