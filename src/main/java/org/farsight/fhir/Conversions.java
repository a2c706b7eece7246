package org.farsight.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Conversion;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.Site;
import org.farsight.identity.Kinship;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;

/**
 * The conversion of every kind of exchange. The same exchange at the same revision gives the same
 * bytes, so that a replay writes nothing new: what the {@link Recordings} say of one that it writes
 * never changes. Safe for use by many threads.
 */
public final class Conversions implements Conversion {

  private static final int MOST_ERRORS = 3;

  private final FhirContext context = R4.context();
  private final StudyConversion studies;
  private final EcgConversion ecgs;
  private final PatientConversion patients;
  private final OrderConversion orders;
  private final ReportConversion reports;
  private final CriticalConversion criticals;
  private final Predicate<String> recalled;
  private final OrderSearch search;
  private final Optional<Profiles> profiles;
  private final Recordings recordings;

  /**
   * A conversion of what is kept in a store.
   *
   * @param formats the ECG formats that are read, the DICOM waveform among them
   * @param profiles what each Bundle is held to before it is handed on; empty: nothing is checked
   * @param recordings the ECGs that have been written already
   * @param policy by which rules ECGs are looked at, asked for each conversion
   * @param identities who is known under which id
   * @param recalled whether an exchange was sent under the wrong patient
   * @param search finds the order of each examination
   * @param examinations what reports are about
   */
  public Conversions(
      ContentStore store,
      ConversionOptions options,
      EcgFormats formats,
      Optional<Profiles> profiles,
      Recordings recordings,
      Supplier<EcgPolicy> policy,
      Identities identities,
      Predicate<String> recalled,
      OrderSearch search,
      Examinations examinations) {
    Kinship kinship = new Kinship(identities);
    PatientResource.Saying device = new PatientResource.Saying(kinship, Optional.empty());
    this.recalled = recalled;
    this.patients = new PatientConversion(store, options, kinship);
    this.orders = new OrderConversion(store, options, device);
    this.reports = new ReportConversion(store, options, examinations);
    this.criticals = new CriticalConversion(store, options, examinations);
    EcgFiles files = new EcgFiles(store, formats, options.maxFileBytes());
    this.studies = new StudyConversion(store, options, files, policy, device, search);
    this.ecgs = new EcgConversion(options, files, policy, device, search);
    this.search = search;
    this.profiles = profiles;
    this.recordings = recordings;
  }

  /** A conversion that knows nobody and no order. */
  public Conversions(
      ContentStore store,
      ConversionOptions options,
      EcgFormats formats,
      Optional<Profiles> profiles,
      Recordings recordings,
      Supplier<EcgPolicy> policy) {
    this(
        store,
        options,
        formats,
        profiles,
        recordings,
        policy,
        Identities.NONE,
        id -> false,
        OrderSearch.NONE,
        Examinations.NONE);
  }

  /** A conversion under no rules of critical values. */
  public Conversions(
      ContentStore store,
      ConversionOptions options,
      EcgFormats formats,
      Optional<Profiles> profiles,
      Recordings recordings) {
    this(store, options, formats, profiles, recordings, () -> EcgPolicy.PLAIN);
  }

  /** A conversion that takes each ECG for a new one. */
  public Conversions(
      ContentStore store,
      ConversionOptions options,
      EcgFormats formats,
      Optional<Profiles> profiles) {
    this(store, options, formats, profiles, Recordings.NONE);
  }

  /** A conversion that holds nothing to profiles. */
  public Conversions(ContentStore store, ConversionOptions options, EcgFormats formats) {
    this(store, options, formats, Optional.empty());
  }

  /** A conversion of every ECG format that holds nothing to profiles. */
  public Conversions(ContentStore store, ConversionOptions options) {
    this(store, options, EcgFormats.standard());
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if the store cannot be read: trying again may help
   */
  @Override
  public Outcome convert(Exchange exchange, Site site, List<Arrival> arrivals) {
    if (arrivals.isEmpty()) {
      throw new IllegalArgumentException("an exchange without arrivals");
    }
    try {
      return switch (exchange.kind()) {
        case STUDY, ECG -> examination(exchange, site, arrivals);
        case ORDER -> order(exchange, site, arrivals);
        case PATIENT -> registration(exchange, site, arrivals);
        case REPORT -> report(exchange, site, arrivals);
        case CRITICAL -> critical(exchange, site, arrivals);
      };
    } catch (EcgFormatException e) {
      return new Outcome.Refused("the ECG cannot be read: " + e.getMessage());
    } catch (DocumentException e) {
      return new Outcome.Refused("the message cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome examination(Exchange exchange, Site site, List<Arrival> arrivals)
      throws IOException, EcgFormatException {
    Notes notes = new Notes();
    Recognition recognition = new Recognition(recordings, exchange, site);
    boolean study = exchange.kind() == Kind.STUDY;
    Draft draft =
        study
            ? studies.convert(exchange, site, arrivals, notes, recognition)
            : ecgs.convert(exchange, site, arrivals, notes, recognition);
    boolean isRecalled = recalled.test(exchange.id());
    if (isRecalled) {
      RecalledBundle.mark(draft.bundle().bundle());
    }
    return held(
        draft,
        made ->
            matched(
                made,
                new Outcome.Converted(
                        made.bundle().toJson(context),
                        made.notes().toList(),
                        recognition.found(),
                        !isRecalled && (study || recognition.hasNew()),
                        made.assessments().priority(),
                        findings(made, study ? arrivals.size() : EcgConversion.OBJECTS),
                        made.bundle().bundle().getEntry().stream()
                            .anyMatch(entry -> isRecording(entry.getResource())))
                    .about(about(made))));
  }

  private static Outcome matched(Draft draft, Outcome.Converted converted) {
    return draft.orders().match().map(converted::with).orElse(converted);
  }

  private Outcome order(Exchange exchange, Site site, List<Arrival> arrivals)
      throws IOException, DocumentException {
    OrderConversion.Drafted drafted = orders.convert(exchange, site, arrivals, new Notes());
    List<Examination> adopted = search.adopted(drafted.known().order());
    adopt(drafted.draft(), adopted);
    return held(
        drafted.draft(),
        draft ->
            new Outcome.Converted(
                draft.bundle().toJson(context),
                draft.notes().toList(),
                List.of(),
                false,
                drafted.known().order().priority(),
                findings(draft, 0),
                false,
                Optional.of(drafted.known().order()),
                about(draft),
                Optional.empty(),
                adopted.stream().map(Examination::exchangeId).collect(Collectors.toSet())));
  }

  /** Orders that were made for examinations which came before it become this one. */
  private static void adopt(Draft draft, List<Examination> adopted) {
    draft.bundle().bundle().getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(ServiceRequest.class::isInstance)
        .map(ServiceRequest.class::cast)
        .forEach(
            order ->
                adopted.forEach(one -> order.addIdentifier(OrderResources.unordered(one.key()))));
  }

  private static Patients about(Draft draft) {
    return new Patients(draft.patient().identity().stream().toList(), List.of());
  }

  private Outcome held(Draft draft, Function<Draft, Outcome> made) {
    List<String> errors =
        profiles.map(held -> held.errors(draft.bundle().bundle())).orElse(List.of());
    return errors.isEmpty() ? made.apply(draft) : new Outcome.Refused(refusal(errors));
  }

  private Outcome registration(Exchange exchange, Site site, List<Arrival> arrivals)
      throws IOException, DocumentException {
    PatientConversion.Made made = patients.convert(exchange, site, arrivals, new Notes());
    return held(
        made.draft(),
        draft ->
            new Outcome.Converted(
                    draft.bundle().toJson(context),
                    draft.notes().toList(),
                    List.of(),
                    false,
                    Priority.ROUTINE,
                    made.findings(),
                    false)
                .about(made.patients()));
  }

  private Outcome report(Exchange exchange, Site site, List<Arrival> arrivals)
      throws IOException, DocumentException {
    TransactionBundle bundle = reports.convert(exchange, site, arrivals, recalled);
    List<String> errors = profiles.map(held -> held.errors(bundle.bundle())).orElse(List.of());
    return errors.isEmpty()
        ? new Outcome.Converted(bundle.toJson(context), List.of(), List.of(), false)
        : new Outcome.Refused(refusal(errors));
  }

  private Outcome critical(Exchange exchange, Site site, List<Arrival> arrivals)
      throws IOException, DocumentException {
    TransactionBundle bundle = criticals.convert(exchange, site, arrivals);
    List<String> errors = profiles.map(held -> held.errors(bundle.bundle())).orElse(List.of());
    return errors.isEmpty()
        ? new Outcome.Converted(
            bundle.toJson(context), List.of(), List.of(), false, Priority.STAT, List.of(), false)
        : new Outcome.Refused(refusal(errors));
  }

  private static List<Finding> findings(Draft draft, int objects) {
    return Stream.concat(
            draft.patient().findings().stream(), draft.assessments().told(objects).stream())
        .toList();
  }

  private static boolean isRecording(Resource resource) {
    return resource instanceof Observation observation
        && observation.getIdentifierFirstRep().getSystem().equals(Identifiers.CONTENT);
  }

  private static String refusal(List<String> errors) {
    int more = errors.size() - MOST_ERRORS;
    return "against its profile: "
        + errors.stream().limit(MOST_ERRORS).collect(Collectors.joining("; "))
        + (more > 0 ? "; and " + more + " more" : "");
  }
}
