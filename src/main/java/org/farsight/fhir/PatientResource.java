package org.farsight.fhir;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Site;
import org.farsight.identity.IdCard;
import org.farsight.identity.Kinship;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/**
 * The patient as the first object of an exchange tells it. Shared: created if the core hospital
 * does not have it, never rewritten.
 */
final class PatientResource {

  private static final String REPRESENTATION =
      "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

  private PatientResource() {}

  /**
   * A patient in a transaction.
   *
   * @param reference to the entry
   * @param key the identifier by which the patient is found
   * @param identity as this exchange tells it; empty where nobody has told an id
   * @param findings what does not agree about the person, and whom they are linked with
   */
  record Entry(
      Reference reference, Identifier key, Optional<Identity> identity, List<Finding> findings) {

    /** Hides the person. */
    @Override
    public String toString() {
      return "Entry[not shown]";
    }
  }

  /**
   * Who speaks of a person.
   *
   * @param kinship what is known of the person
   * @param registeredAt time of the registration's message; empty where a device speaks
   */
  record Saying(Kinship kinship, Optional<Instant> registeredAt) {}

  /**
   * Adds the patient to a transaction, and a Flag for each contradiction.
   *
   * @param saying who says it, to whom it is compared
   */
  static Entry add(
      TransactionBundle bundle,
      Exchange exchange,
      Site site,
      Subject subject,
      Saying saying,
      Notes notes) {
    Identifier key = key(exchange, site, notes);
    Reference reference = share(bundle, key, subject, notes);
    if (key.getSystem().equals(Identifiers.UNIDENTIFIED)) {
      return new Entry(reference, key.copy(), Optional.empty(), List.of());
    }
    Identity said = SaidIdentity.of(exchange, key, subject, saying.registeredAt());
    List<Finding> findings =
        new IdentityFlags(bundle, exchange, site, saying.kinship()).add(said, reference);
    return new Entry(reference, key.copy(), Optional.of(said), findings);
  }

  /** Adds a patient under a key. */
  static Reference share(TransactionBundle bundle, Identifier key, Subject subject, Notes notes) {
    Patient patient = new Patient();
    patient.getMeta().addProfile(Identifiers.PROFILE_PATIENT);
    patient.addIdentifier(key);
    subject.ids().forEach(id -> addCard(patient, id.value(), key, notes));
    subject.name().ifPresent(name -> addNames(patient, name));
    subject.sex().ifPresent(sex -> patient.setGender(gender(sex)));
    subject.birthDate().ifPresent(date -> patient.setBirthDateElement(FhirTimes.date(date)));
    if (patient.getName().isEmpty()) {
      notes.add("the patient has no name", "患者没有姓名");
    }
    return bundle.share(patient, key);
  }

  private static Identifier key(Exchange exchange, Site site, Notes notes) {
    Optional<String> id = FhirText.code(exchange.patientId());
    if (id.isEmpty()) {
      notes.add(
          "no patient id: the patient is known by the exchange's key only", "没有患者号，仅以交换标识识别该患者");
      return new Identifier().setSystem(Identifiers.UNIDENTIFIED).setValue(exchange.key());
    }
    return key(site, id.get(), exchange.patientIssuer(), notes);
  }

  /** The identifier of a patient whose id is told. */
  static Identifier key(Site site, String id, String issuer, Notes notes) {
    Identity.Key key = Identifiers.patientKey(site, id, issuer);
    if (!key.id().equals(id)) {
      notes.add(
          "the patient id is too long for an identifier: its SHA-256 stands for it",
          "患者号过长，以其 SHA-256 代替");
      return new Identifier().setSystem(key.system()).setValue(key.id());
    }
    return new Identifier()
        .setUse(IdentifierUse.USUAL)
        .setType(Codings.concept(Identifiers.IDENTIFIER_TYPE, "MR", "Medical record number"))
        .setSystem(key.system())
        .setValue(key.id());
  }

  /** A number that is wrong is not written; where it is the only one, it is flagged too. */
  private static void addCard(Patient patient, String value, Identifier key, Notes notes) {
    if (!IdCard.looksLike(value)) {
      return;
    }
    Optional<IdCard> card = IdCard.parse(value);
    if (card.isEmpty()) {
      if (!value.strip().equals(key.getValue())) {
        notes.add(
            "an id card number with a wrong check digit or of 15 digits was not written",
            "身份证号校验码错误或为 15 位旧号，未写入");
      }
      return;
    }
    Identifier identifier =
        switch (card.get().kind()) {
          case RESIDENT ->
              new Identifier()
                  .setType(
                      Codings.concept(
                          Identifiers.IDENTIFIER_TYPE,
                          "NI",
                          "National unique individual identifier"))
                  .setSystem(Identifiers.RESIDENT_ID);
          case HONG_KONG_MACAU_TAIWAN_PERMIT, FOREIGNER_PERMIT ->
              new Identifier()
                  .setType(
                      Codings.concept(
                          Identifiers.IDENTIFIER_TYPE, "PRC", "Permanent Resident Card Number"))
                  .setSystem(Identifiers.RESIDENCE_PERMIT);
        };
    identifier.setUse(IdentifierUse.OFFICIAL).setValue(card.get().number());
    boolean known =
        patient.getIdentifier().stream()
            .anyMatch(
                i ->
                    identifier.getSystem().equals(i.getSystem())
                        && identifier.getValue().equals(i.getValue()));
    if (!known) {
      patient.addIdentifier(identifier);
    }
  }

  private static void addNames(Patient patient, Subject.Name name) {
    name.ideographic().ifPresent(parts -> addName(patient, parts, "IDE"));
    // carts and modalities that know one group only put Chinese characters into the first
    name.alphabetic()
        .ifPresent(parts -> addName(patient, parts, isHan(parts.family()) ? "IDE" : "ABC"));
    name.phonetic().ifPresent(parts -> addName(patient, parts, "SYL"));
    if (patient.getName().isEmpty()) {
      FhirText.clean(name.text()).ifPresent(text -> patient.addName().setText(text));
    }
  }

  private static void addName(Patient patient, Subject.Parts parts, String representation) {
    HumanName name = new HumanName();
    FhirText.clean(parts.family()).ifPresent(name::setFamily);
    FhirText.clean(parts.given()).ifPresent(name::addGiven);
    FhirText.clean(parts.middle()).ifPresent(name::addGiven);
    FhirText.clean(parts.prefix()).ifPresent(name::addPrefix);
    FhirText.clean(parts.suffix()).ifPresent(name::addSuffix);
    if (name.isEmpty()) {
      return;
    }
    if (representation.equals("IDE")) {
      FhirText.clean(parts.family() + parts.given() + parts.middle()).ifPresent(name::setText);
    }
    name.addExtension(new Extension(REPRESENTATION, new CodeType(representation)));
    patient.addName(name);
  }

  private static boolean isHan(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
  }

  private static AdministrativeGender gender(Subject.Sex sex) {
    return switch (sex) {
      case MALE -> AdministrativeGender.MALE;
      case FEMALE -> AdministrativeGender.FEMALE;
      case OTHER -> AdministrativeGender.OTHER;
      case UNKNOWN -> AdministrativeGender.UNKNOWN;
    };
  }
}
