package org.farsight.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.Subject;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Order;
import org.farsight.exchange.Priority;
import org.farsight.hl7v2.Times;
import org.farsight.orders.Item;
import org.farsight.orders.OrderWord;
import org.farsight.orders.OrderWord.Effect;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;

/** One ServiceRequest being read, with what stands beside it. */
final class FhirOrderReading {
  private static final FhirContext CONTEXT = R4.context();
  private static final int LONGEST_NUMBER = 199;

  private final JsonNode root;
  private final String place;
  private final ServiceRequest request;
  private final Map<Item, String> items = new EnumMap<>(Item.class);
  private final List<String> notes = new ArrayList<>();

  private FhirOrderReading(JsonNode root, String place, ServiceRequest request) {
    this.root = root;
    this.place = place;
    this.request = request;
  }

  /**
   * Reads an entry of a Bundle, or a ServiceRequest that stands alone.
   *
   * @throws DocumentException if it is no resource of R4
   */
  static FhirOrderReading of(JsonNode root, int entry) throws DocumentException {
    boolean bundle = root.path("resourceType").asText().equals("Bundle");
    String place = bundle ? "Bundle.entry[" + entry + "].resource" : "ServiceRequest";
    JsonNode json = bundle ? root.path("entry").path(entry).path("resource") : root;
    return new FhirOrderReading(root, place, parse(ServiceRequest.class, json, place));
  }

  private static <T extends Resource> T parse(Class<T> type, JsonNode json, String place)
      throws DocumentException {
    IParser parser = CONTEXT.newJsonParser();
    parser.setParserErrorHandler(new Faults());
    try {
      return parser.parseResource(type, json.toString());
    } catch (Fault e) {
      throw new DocumentException(e.problem, place + e.element);
    } catch (DataFormatException | StackOverflowError e) {
      throw new DocumentException("no resource of R4", place);
    } catch (RuntimeException e) {
      // the library is not made for whatever may come
      throw new DocumentException(
          "no resource of R4 (" + e.getClass().getSimpleName() + ")", place);
    }
  }

  OrderWord word() throws DocumentException {
    if (!request.hasStatus()) {
      throw new DocumentException("no status, or none of R4", place + ".status");
    }
    Effect effect = effect();
    intent();
    Order.Numbers numbers = numbers();
    Optional<Subject> patient = Optional.of(patient());
    items();
    Optional<Times.Time> ordered = time(request.getAuthoredOnElement());
    return new OrderWord(
        request.getMeta().hasLastUpdated()
            ? time(new DateTimeType(request.getMeta().getLastUpdatedElement().getValueAsString()))
            : Optional.empty(),
        effect,
        "status " + request.getStatus().toCode(),
        numbers,
        ordered,
        patient,
        items,
        notes);
  }

  private Effect effect() {
    return switch (request.getStatus()) {
      case ACTIVE -> Effect.OPENS;
      case DRAFT, ONHOLD -> Effect.HOLDS;
      case REVOKED, ENTEREDINERROR -> Effect.CANCELS;
      case COMPLETED -> Effect.COMPLETES;
      case UNKNOWN, NULL -> Effect.SAYS;
    };
  }

  private void intent() throws DocumentException {
    boolean order = request.hasIntent() && request.getIntent().toCode().endsWith("order");
    if (!order) {
      throw new DocumentException("the intent is not an order's", place + ".intent");
    }
  }

  /** By their types (v2-0203), else the first identifier is the placer's. */
  private Order.Numbers numbers() throws DocumentException {
    Optional<Identifier> placer = typed("PLAC");
    Optional<Identifier> filler = typed("FILL");
    if (placer.isEmpty() && filler.isEmpty()) {
      placer =
          request.getIdentifier().stream()
              .filter(id -> id.hasValue() && !id.hasType() && !isUid(id))
              .findFirst();
    }
    typed("ACSN").ifPresent(id -> put(Item.ACCESSION, id.getValue()));
    request.getIdentifier().stream()
        .filter(FhirOrderReading::isUid)
        .findFirst()
        .ifPresent(id -> put(Item.STUDY, id.getValue().replaceFirst("^urn:oid:", "")));
    Order.Numbers numbers =
        new Order.Numbers(
            placer.map(FhirOrderReading::value).orElse(""),
            placer.map(FhirOrderReading::issuer).orElse(""),
            filler.map(FhirOrderReading::value).orElse(""),
            filler.map(FhirOrderReading::issuer).orElse(""),
            "");
    String where = place + ".identifier";
    if ((numbers.placer() + numbers.filler()).isEmpty()) {
      throw new DocumentException("neither a placer (PLAC) nor a filler (FILL) number", where);
    }
    if (numbers.placer().length() > LONGEST_NUMBER
        || numbers.filler().length() > LONGEST_NUMBER
        || (numbers.placerIssuer() + numbers.fillerIssuer()).length() > 2 * LONGEST_NUMBER) {
      throw new DocumentException("a number of more than " + LONGEST_NUMBER + " characters", where);
    }
    return numbers;
  }

  private Optional<Identifier> typed(String code) {
    return request.getIdentifier().stream()
        .filter(Identifier::hasValue)
        .filter(id -> id.getType().getCoding().stream().anyMatch(one -> code.equals(one.getCode())))
        .findFirst();
  }

  private static boolean isUid(Identifier id) {
    return Identifiers.DICOM_UID.equals(id.getSystem()) && id.hasValue();
  }

  private static String value(Identifier id) {
    return id.getValue().strip();
  }

  /** An OID without its prefix: as HL7 v2 and DICOM name an issuer. */
  private static String issuer(Identifier id) {
    return id.hasSystem() ? id.getSystem().strip().replaceFirst("^urn:oid:", "") : "";
  }

  private Subject patient() throws DocumentException {
    Reference subject = request.getSubject();
    String where = place + ".subject";
    Optional<Patient> found = referred(subject, where);
    List<Subject.Id> ids = new ArrayList<>();
    List<Identifier> identifiers =
        found.map(Patient::getIdentifier).orElse(List.of(subject.getIdentifier()));
    for (Identifier id : identifiers) {
      if (id.hasValue()) {
        Subject.Id one =
            new Subject.Id(value(id), Optional.of(issuer(id)).filter(name -> !name.isEmpty()));
        boolean record =
            id.getType().getCoding().stream().anyMatch(type -> "MR".equals(type.getCode()));
        ids.add(record ? 0 : ids.size(), one);
      }
    }
    if (ids.isEmpty()) {
      throw new DocumentException(
          "the patient is neither in the Bundle nor contained with an identifier, and the"
              + " reference has none",
          where);
    }
    return found
        .map(patient -> FhirPerson.subject(patient, ids))
        .orElseGet(() -> new Subject(ids, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private Optional<Patient> referred(Reference subject, String where) throws DocumentException {
    Optional<Patient> contained =
        request.getContained().stream()
            .filter(Patient.class::isInstance)
            .map(Patient.class::cast)
            .filter(
                one ->
                    one.getIdElement().hasIdPart()
                        && ("#" + one.getIdElement().getIdPart().replaceFirst("^#", ""))
                            .equals(subject.getReference()))
            .findFirst();
    if (contained.isPresent() || !subject.hasReference()) {
      return contained;
    }
    for (JsonNode entry : root.path("entry")) {
      JsonNode resource = entry.path("resource");
      String relative = "Patient/" + resource.path("id").asText();
      String full = entry.path("fullUrl").asText();
      boolean meant =
          resource.path("resourceType").asText().equals("Patient")
              && (subject.getReference().equals(full) || subject.getReference().equals(relative));
      if (meant) {
        return Optional.of(parse(Patient.class, resource, where + ".resolve()"));
      }
    }
    return Optional.empty();
  }

  private void items() {
    Coding code = request.getCode().getCodingFirstRep();
    put(Item.PROCEDURE_CODE, code.getCode());
    put(Item.PROCEDURE_SCHEME, scheme(code.getSystem()));
    put(
        Item.PROCEDURE,
        request.getCode().hasText() ? request.getCode().getText() : code.getDisplay());
    List<CodeableConcept> concepts = new ArrayList<>(request.getCategory());
    concepts.addAll(request.getOrderDetail());
    concepts.stream()
        .flatMap(concept -> concept.getCoding().stream())
        .filter(coding -> Identifiers.DCM.equals(coding.getSystem()))
        .findFirst()
        .ifPresent(coding -> put(Item.MODALITY, coding.getCode()));
    if (request.hasPriority()) {
      put(Item.PRIORITY, priority().name());
    }
    Optional<BaseDateTimeType> start =
        switch (request.getOccurrence()) {
          case DateTimeType at -> Optional.of(at);
          case Period period when period.hasStart() -> Optional.of(period.getStartElement());
          case null, default -> Optional.empty();
        };
    start
        .flatMap(FhirOrderReading::time)
        .ifPresent(
            time ->
                put(
                    Item.SCHEDULED,
                    java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time.at())
                        + time.offset().map(Object::toString).orElse("")));
    put(Item.REQUESTER, request.getRequester().getDisplay());
    put(Item.REASON, request.getReasonCodeFirstRep().getText());
    put(Item.VISIT, request.getEncounter().getIdentifier().getValue());
  }

  private void put(Item item, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      String clean = value.replaceAll("[\\p{Cntrl}^=\\\\]+", " ").strip();
      if (!clean.isEmpty()) {
        items.put(item, clean);
      }
    }
  }

  /** As DICOM designates the scheme, where it does (PS3.16 §8). */
  private static @org.jspecify.annotations.Nullable String scheme(
      @org.jspecify.annotations.Nullable String system) {
    return switch (system) {
      case Identifiers.LOINC -> "LN";
      case Identifiers.SNOMED -> "SCT";
      case Identifiers.DCM -> "DCM";
      case null -> null;
      default -> system;
    };
  }

  private Priority priority() {
    return switch (request.getPriority()) {
      case ROUTINE, NULL -> Priority.ROUTINE;
      case URGENT -> Priority.URGENT;
      case ASAP -> Priority.ASAP;
      case STAT -> Priority.STAT;
    };
  }

  /** A date alone is its midnight, in the site's zone. */
  private static Optional<Times.Time> time(BaseDateTimeType at) {
    String text = at.getValueAsString();
    if (text == null) {
      return Optional.empty();
    }
    return Times.iso(text);
  }

  /** A fault that the parser names. */
  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String problem;
    private final String element;

    Fault(String problem, String element) {
      super(problem, null, false, false);
      this.problem = problem;
      this.element = element;
    }
  }

  /** Whatever the parser would pass over is a fault here; its own words may hold the person. */
  private static final class Faults extends ErrorHandlerAdapter {
    private static Fault at(String problem, @org.jspecify.annotations.Nullable String name) {
      boolean shown = name != null && name.matches("[A-Za-z\\[\\]]{1,40}");
      return new Fault(problem, shown ? "." + name : "");
    }

    @Override
    public void incorrectJsonType(
        IParseLocation location,
        String name,
        ValueType expected,
        ScalarType expectedScalar,
        ValueType found,
        ScalarType foundScalar) {
      throw at("a value of a wrong JSON type", name);
    }

    @Override
    public void invalidValue(IParseLocation location, String value, String error) {
      throw at("a value that its type does not allow", location.getParentElementName());
    }

    @Override
    public void unexpectedRepeatingElement(IParseLocation location, String name) {
      throw at("an element that must not repeat", name);
    }

    @Override
    public void unknownElement(IParseLocation location, String name) {
      throw at("an element that R4 does not know", name);
    }
  }
}
