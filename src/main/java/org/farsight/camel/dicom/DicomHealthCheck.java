package org.farsight.camel.dicom;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.VerificationScu;
import org.farsight.dicom.ul.AeAddress;

/**
 * Readiness of a consumer: it listens and takes requests; of a producer: its peer answers C-ECHO.
 */
final class DicomHealthCheck extends AbstractHealthCheck {

  private final Consumer<HealthCheckResultBuilder> check;

  private DicomHealthCheck(String id, Consumer<HealthCheckResultBuilder> check) {
    super("camel", id);
    this.check = check;
  }

  /** Gives a consumer its check, which Camel calls as one of its consumers' checks. */
  static void ofConsumer(DicomConsumer consumer, DicomEndpoint endpoint) {
    DicomComponent component = endpoint.getComponent(DicomComponent.class);
    DicomHealthCheck check =
        new DicomHealthCheck(
            "consumer:dicom:" + consumer.getRouteId(),
            builder -> {
              builder.detail("endpoint.uri", endpoint.getEndpointUri());
              builder.detail("associations", consumer.connections());
              if (consumer.isListening()) {
                builder.detail("port", consumer.port()).up();
              } else {
                builder.message("the DICOM listener takes no associations").down();
              }
            });
    check.setEnabled(component.isHealthCheckConsumerEnabled());
    consumer.setHealthCheck(check);
  }

  /** The check of a producer's peer. */
  static DicomHealthCheck ofProducer(DicomEndpoint endpoint) {
    AeAddress peer = endpoint.peer();
    return new DicomHealthCheck(
        "producer:dicom:" + peer,
        builder -> {
          builder.detail("endpoint.uri", endpoint.getEndpointUri());
          try {
            Status status =
                new VerificationScu(endpoint.connector(), endpoint.getProducing().getCallingAet())
                    .echo(peer);
            builder
                .detail("status", status.describe())
                .state(status.done() ? State.UP : State.DOWN);
          } catch (Exception e) {
            builder.message("C-ECHO to " + peer + ": " + e.getMessage()).error(e).down();
          }
        });
  }

  /** Camel's list of producers' checks, where health checks are on the class path. */
  static void register(DicomHealthCheck check, DicomEndpoint endpoint, boolean there) {
    WritableHealthCheckRepository producers =
        HealthCheckHelper.getHealthCheckRepository(
            endpoint.getCamelContext(), "producers", WritableHealthCheckRepository.class);
    if (producers != null) {
      check.setEnabled(endpoint.getComponent(DicomComponent.class).isHealthCheckProducerEnabled());
      if (there) {
        producers.addHealthCheck(check);
      } else {
        producers.removeHealthCheck(check);
      }
    }
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    check.accept(builder);
  }

  @Override
  public boolean isLiveness() {
    return false;
  }
}
