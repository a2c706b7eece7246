package org.farsight.delivery;

import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.StringType;

/**
 * Completes a patient that was at the server already: a name in a script that is missing there, an
 * id card, sex or birth date where there are none. What is there stays as it is, also where this
 * exchange says otherwise, unless it is the word of the patient's own registration; that is told.
 * Carts and modalities of one clinic know one patient in Chinese characters, in pinyin or in both,
 * and whoever came first must not decide for good.
 */
final class PatientAmendment {

  private static final int TRIES = 5;
  private static final String REPRESENTATION =
      "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

  /** Name groups of PS3.5 §6.2.1.2 as HL7 v3 writes them. */
  private enum Script {
    /** Chinese characters. */
    IDE,
    /** Latin letters. */
    ABC,
    /** As it is spoken. */
    SYL
  }

  private final IGenericClient client;
  private final String search;
  private final Patient ours;
  private final boolean owns;

  /**
   * @param search that finds the patient at the server
   * @param ours as this exchange knows it
   * @param owns true where the patient's own registration speaks: what it names is put in the place
   *     of what is there
   */
  PatientAmendment(IGenericClient client, String search, Patient ours, boolean owns) {
    this.client = client;
    this.search = search;
    this.ours = ours;
    this.owns = owns;
  }

  /**
   * Reads the patient, adds what is missing and writes it if nobody has written it since; again
   * where somebody has.
   *
   * @return which elements differ, in words without the person; empty if others were faster each
   *     time
   */
  Optional<List<String>> complete() {
    for (int i = 0; i < TRIES; i++) {
      Optional<Patient> there = find();
      List<String> differences = new ArrayList<>();
      if (there.isEmpty() || !amend(there.get(), differences)) {
        return Optional.of(differences);
      }
      Patient found = there.get();
      try {
        TaskAmendment.withoutRequest(found.getMeta());
        // the id carries the version that was read: sent as If-Match
        client.update().resource(found).execute();
        return Optional.of(differences);
      } catch (ResourceVersionConflictException | PreconditionFailedException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  private Optional<Patient> find() {
    return client
        .search()
        .byUrl(search)
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(BundleEntryComponent::getResource)
        .filter(Patient.class::isInstance)
        .map(Patient.class::cast)
        .findFirst();
  }

  /** Whether anything was added. */
  private boolean amend(Patient found, List<String> differences) {
    boolean added = names(found, differences);
    added |= cards(found, differences);
    if (ours.hasGender() && ours.getGender() != AdministrativeGender.UNKNOWN) {
      boolean open = !found.hasGender() || found.getGender() == AdministrativeGender.UNKNOWN;
      if (open || (owns && found.getGender() != ours.getGender())) {
        found.setGender(ours.getGender());
        added = true;
      } else if (found.getGender() != ours.getGender()) {
        differences.add("sex");
      }
    }
    if (ours.hasBirthDate()) {
      String day = ours.getBirthDateElement().getValueAsString();
      boolean same = day.equals(found.getBirthDateElement().getValueAsString());
      if (!found.hasBirthDate() || (owns && !same)) {
        found.setBirthDateElement(ours.getBirthDateElement().copy());
        added = true;
      } else if (!same) {
        differences.add("birth date");
      }
    }
    return added;
  }

  private boolean names(Patient found, List<String> differences) {
    boolean added = false;
    for (HumanName name : ours.getName()) {
      Script script = script(name);
      List<HumanName> same =
          found.getName().stream().filter(other -> script(other) == script).toList();
      if (same.isEmpty()) {
        found.addName(name.copy());
        added = true;
      } else if (owns && same.stream().noneMatch(other -> isSame(other, name))) {
        found.getName().removeIf(other -> script(other) == script);
        found.addName(name.copy());
        added = true;
      } else if (same.stream().noneMatch(other -> letters(other).equals(letters(name)))) {
        differences.add("name (" + script + ")");
      }
    }
    return added;
  }

  /**
   * Identifiers that a person has one of: a card that is there already is not joined by another.
   */
  private boolean cards(Patient found, List<String> differences) {
    boolean added = false;
    for (Identifier card : ours.getIdentifier()) {
      List<Identifier> same =
          found.getIdentifier().stream()
              .filter(other -> Objects.equals(other.getSystem(), card.getSystem()))
              .toList();
      if (same.isEmpty()) {
        found.addIdentifier(card.copy());
        added = true;
      } else if (same.stream().anyMatch(other -> card.getValue().equals(other.getValue()))) {
        continue;
      } else if (owns) {
        found.getIdentifier().removeAll(same);
        found.addIdentifier(card.copy());
        added = true;
      } else {
        differences.add("identifier in " + card.getSystem());
      }
    }
    return added;
  }

  private static boolean isSame(HumanName one, HumanName other) {
    return Objects.equals(one.getFamily(), other.getFamily())
        && one.getGivenAsSingleString().equals(other.getGivenAsSingleString())
        && Objects.equals(one.getText(), other.getText());
  }

  /** As the name says of itself, else by its letters: others write names without saying. */
  private static Script script(HumanName name) {
    String said = name.getExtensionString(REPRESENTATION);
    for (Script script : Script.values()) {
      if (script.name().equals(said)) {
        return script;
      }
    }
    boolean han =
        letters(name)
            .codePoints()
            .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
    return han ? Script.IDE : Script.ABC;
  }

  /** What a name is compared by: its letters, in any case, without what separates them. */
  private static String letters(HumanName name) {
    Stream<StringType> parts =
        name.hasFamily() || name.hasGiven()
            ? Stream.concat(Stream.of(name.getFamilyElement()), name.getGiven().stream())
            : Stream.of(name.getTextElement());
    StringBuilder letters = new StringBuilder();
    parts
        .map(PrimitiveType::getValue)
        .filter(Objects::nonNull)
        .flatMapToInt(String::codePoints)
        .filter(Character::isLetter)
        .map(Character::toLowerCase)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
