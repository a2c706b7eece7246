package org.farsight.delivery;

import java.util.Date;
import org.farsight.access.Opening;
import org.farsight.access.Role;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;

/**
 * An opening as a FHIR AuditEvent, in the manner of IHE's RESTful ATNA: a RESTful read or search by
 * a person, of an exchange and of its patient.
 *
 * @param observer name of this engine, which saw it
 */
record AuditResource(String observer) {
  private static final String TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type";
  private static final String INTERACTION = "http://hl7.org/fhir/restful-interaction";
  private static final String ENTITY = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
  private static final String OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";

  AuditEvent of(Opening opening) {
    boolean list = opening.kind() == Opening.Kind.LIST;
    AuditEvent event = new AuditEvent();
    event.setId(opening.id());
    event.getMeta().addProfile(Identifiers.PROFILE_AUDIT_EVENT);
    event.setType(new Coding(TYPE, "rest", "RESTful Operation"));
    event.addSubtype(new Coding(INTERACTION, list ? "search" : "read", list ? "search" : "read"));
    event.setAction(list ? AuditEventAction.E : AuditEventAction.R);
    event.setRecorded(Date.from(opening.at()));
    event.setOutcome(opening.allowed() ? AuditEventOutcome._0 : AuditEventOutcome._4);
    if (!opening.allowed()) {
      event.setOutcomeDesc("refused: not of this person's role or site");
    }
    event.addAgent(agent(opening));
    event
        .getSource()
        .setSite(observer)
        .getObserver()
        .setIdentifier(new Identifier().setSystem(Identifiers.SOFTWARE).setValue("farsight"))
        .setDisplay(observer);
    event.addEntity(subject(opening, list));
    if (!opening.patientId().isEmpty()) {
      event.addEntity(patient(opening));
    }
    return event;
  }

  private static AuditEventAgentComponent agent(Opening opening) {
    AuditEventAgentComponent agent = new AuditEventAgentComponent();
    // a reader's is the same as the Practitioner's
    String system = opening.role().isPerson() ? Identifiers.READER : Identifiers.TOKEN;
    agent
        .getWho()
        .setIdentifier(new Identifier().setSystem(system).setValue(opening.who()))
        .setDisplay(opening.shown());
    agent.setName(opening.shown()).setRequestor(true);
    agent.addRole().addCoding(role(opening.role()));
    agent
        .getNetwork()
        .setAddress(opening.from())
        .setType(AuditEventAgentNetworkType._2); // an IP address
    return agent;
  }

  private static Coding role(Role role) {
    return new Coding(Identifiers.ROLE, role.word(), null);
  }

  private static AuditEventEntityComponent subject(Opening opening, boolean list) {
    AuditEventEntityComponent entity = new AuditEventEntityComponent();
    entity.setType(new Coding(ENTITY, "2", "System Object"));
    entity.setRole(
        list ? new Coding(OBJECT_ROLE, "24", "Query") : new Coding(OBJECT_ROLE, "3", "Report"));
    entity
        .getWhat()
        .setIdentifier(
            new Identifier()
                .setSystem(list ? Identifiers.ADDRESS : Identifiers.EXCHANGE)
                .setValue(opening.subject()));
    return entity;
  }

  private static AuditEventEntityComponent patient(Opening opening) {
    AuditEventEntityComponent entity = new AuditEventEntityComponent();
    entity.setType(new Coding(ENTITY, "1", "Person"));
    entity.setRole(new Coding(OBJECT_ROLE, "1", "Patient"));
    Identifier id =
        new Identifier().setSystem(opening.patientSystem()).setValue(opening.patientId());
    entity.getWhat().setType("Patient").setIdentifier(id);
    return entity;
  }
}
