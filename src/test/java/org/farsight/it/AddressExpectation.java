package org.farsight.it;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.farsight.access.Role;

/**
 * What an address of the server has to answer to whom: one line for each row of the engine's own
 * table, written down here once more, so that neither changes without the other.
 *
 * @param method of HTTP
 * @param path as the engine's table has it
 * @param roles who may; nobody else
 * @param data what is behind it
 * @param site how it keeps to a site
 * @param asked the addresses that are tried, with the names of {@link TwoSites} in braces
 */
record AddressExpectation(
    String method, String path, Set<Role> roles, Data data, OfSite site, List<String> asked) {

  /** What is behind an address. */
  enum Data {
    /** No patient data. */
    NONE,
    /** They are left out for whom they are not granted. */
    BLOTTED,
    /** Refused to whom they are not granted. */
    PATIENT
  }

  /** How an address keeps to a site. */
  enum OfSite {
    /** Asked by anybody, signed in or not. */
    OPEN,
    /** Concerns no site. */
    NO,
    /** Lists, searches or takes what is of the own site; 403 to whoever names another. */
    OWN,
    /** Names something of a site: 404 to those of another. */
    NAMED
  }

  private static final Map<Character, Role> LETTERS =
      Map.of(
          'R', Role.READER,
          'C', Role.CHIEF_READER,
          'B', Role.BRANCH_STAFF,
          'E', Role.ENGINEER,
          'A', Role.ADMINISTRATOR,
          'D', Role.DEVICE,
          'M', Role.MONITOR,
          'K', Role.COMMAND);

  private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

  /** Method, path; roles by letter; data; site; what is asked. */
  private static final String TABLE =
      """
      GET    /                                 RCBEADMK none    open  /
      GET    /reading/:case                    RCBEADMK none    open  /reading/{case}
      GET    /unanswered                       RCBEADMK none    open  /unanswered
      GET    /branch                           RCBEADMK none    open  /branch
      GET    /examination/:exchange            RCBEADMK none    open  /examination/{exchange}
      GET    /verify/:case/:version            RCBEADMK none    open  /verify/{case}/1
      GET    /assets/*                         RCBEADMK none    open  /assets/none.js
      GET    /session                          RCBEADMK none    open  /session
      POST   /session                          RCBEADMK none    open  /session
      GET    /session/oidc                     RCBEADMK none    open  /session/oidc
      GET    /session/oidc/callback            RCBEADMK none    open  /session/oidc/callback
      DELETE /session                          RCBEADMK none    open
      POST   /session/password                 RCBEA    none    no    /session/password
      GET    /fhir/metadata                    RCBEADMK none    open  /fhir/metadata

      GET    /account                          AK       none    no    /account
      POST   /account                          AK       none    no    /account
      POST   /account/:name                    AK       none    no    /account/reader
      GET    /token                            AK       none    no    /token
      POST   /token                            AK       none    no    /token
      POST   /token/:id/revoke                 AK       none    no    /token/none/revoke

      POST   /ecg                              DK       none    own   /ecg?site={site}
      POST   /dicom-web/studies                DK       none    own   /dicom-web/studies?site={site}
      POST   /dicom-web/studies/:study         DK       none    own   /dicom-web/studies/{study}?site={site}
      POST   /fhir                             DK       none    own   /fhir?site={site}
      POST   /fhir/*                           DK       none    own   /fhir/ServiceRequest?site={site} /fhir/Patient/_search?site={site}

      GET    /exchange                         RCBEADK  blotted own   /exchange?limit=1000
      GET    /exchange/:id                     RCBEADK  blotted named /exchange/{exchange} /exchange/{ecg} /exchange/{order}
      GET    /exchange/:id/arrivals            RCBEADK  blotted named /exchange/{exchange}/arrivals
      GET    /ecg/:file                        RCBEADK  patient named /ecg/{ecg}.json /ecg/{ecg}.svg
      GET    /dicom-web/studies                RCBEADK  patient own   /dicom-web/studies
      GET    /dicom-web/series                 RCBEADK  patient own   /dicom-web/series
      GET    /dicom-web/instances              RCBEADK  patient own   /dicom-web/instances
      GET    /dicom-web/studies/:study         RCBEADK  patient named /dicom-web/studies/{study}
      GET    /dicom-web/studies/:study/*       RCBEADK  patient named /dicom-web/studies/{study}/metadata

      GET    /worklist                         RCB      patient own   /worklist?status=all
      GET    /worklist/events                  RCB      patient own   /worklist/events
      GET    /branch/examinations              RCBEA    patient own   /branch/examinations /branch/examinations?q={patient}
      GET    /branch/examination/:id           RCBEA    patient named /branch/examination/{exchange} /branch/examination/{ecg}
      GET    /branch/reports                   RCBEAK   patient own   /branch/reports /branch/reports?q={accession}
      GET    /branch/report/:case/:file        RCBEAK   patient named /branch/report/{case}/1.html
      POST   /returned/:case/:version/opened   DK       none    named /returned/{case}/1/opened
      POST   /worklist/rebuild                 EAK      none    no    /worklist/rebuild
      POST   /worklist/changed                 MK       none    no    /worklist/changed
      GET    /case/:id                         RCK      patient no    /case/{case}
      GET    /case/:id/*                       RCK      patient no    /case/{case}/report /case/{case}/report/1.pdf
      POST   /case/:id/*                       RC       patient no    /case/{case}/claim /case/{case}/release /case/{case}/report/sign
      PUT    /case/:id/report/draft            RC       patient no    /case/{case}/report/draft
      DELETE /case/:id/report/draft            RC       patient no    /case/{case}/report/draft
      GET    /report-templates                 RCK      none    no    /report-templates?case={case}
      GET    /critical                         RCBEAK   patient own   /critical?state=all
      POST   /critical/:id/acknowledge         BK       patient named /critical/{exchange}/acknowledge

      GET    /orders                           RCEAK    patient no    /orders
      GET    /orders/*                         RCEAK    patient no    /orders/{request}
      POST   /orders/*                         RCEAK    patient no    /orders/{exchange}/match /orders/{exchange}/unmatch
      GET    /patients                         RCEAK    patient no    /patients?id={patient}
      GET    /patients/*                       RCEAK    patient no    /patients/decisions
      POST   /patients/*                       RCEAK    patient no    /patients/merge /patients/link

      GET    /quarantine                       EAK      none    no    /quarantine
      GET    /quarantine/*                     EAK      patient no    /quarantine/{quarantine} /quarantine/{quarantine}/content?by=me&why=test
      POST   /quarantine/*                     EAK      none    no    /quarantine/{quarantine}/release
      POST   /exchange/:id/release             EAK      none    no    /exchange/{exchange}/release
      POST   /exchange/:id/replay              EAK      none    no    /exchange/{exchange}/replay
      POST   /replay                           EAK      none    no    /replay
      POST   /exchange/:id/recall              RCEAK    none    no    /exchange/{exchange}/recall
      POST   /exchange/:id/recall/undo         RCEAK    none    no    /exchange/{exchange}/recall/undo

      GET    /alarms                           CEAK     none    no    /alarms
      POST   /alarms/:id/acknowledge           CEAK     none    no    /alarms/1/acknowledge
      GET    /balance                          CEAK     none    no    /balance
      GET    /export/*                         CEAK     none    no    /export/2026-11
      GET    /status                           EAK      none    no    /status
      GET    /backup                           EAK      none    no    /backup
      POST   /backup                           EAK      none    no    /backup
      POST   /retention/sweep                  EAK      none    no    /retention/sweep
      POST   /reload                           EAK      none    no    /reload
      GET    /observe/health                   EAMK     none    no    /observe/health
      GET    /observe/metrics                  EAMK     none    no    /observe/metrics
      """;

  /** All of them. */
  static List<AddressExpectation> all() {
    return TABLE.lines().filter(line -> !line.isBlank()).map(AddressExpectation::of).toList();
  }

  private static AddressExpectation of(String line) {
    List<String> words = List.of(line.strip().split(" +"));
    return new AddressExpectation(
        words.get(0),
        words.get(1),
        words
            .get(2)
            .chars()
            .mapToObj(letter -> LETTERS.get((char) letter))
            .collect(Collectors.toUnmodifiableSet()),
        constant(Data.class, words.get(3)),
        constant(OfSite.class, words.get(4)),
        words.subList(5, words.size()));
  }

  private static <E extends Enum<E>> E constant(Class<E> set, String word) {
    return Arrays.stream(set.getEnumConstants())
        .filter(one -> one.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  /** Of which row of the engine's table this is. */
  String row() {
    return method + " " + path;
  }

  /** Whether a role may ask at all. */
  boolean lets(Role role, boolean patientData) {
    return roles.contains(role) && (patientData || data != Data.PATIENT);
  }

  /** An address with the names of a site in it. */
  static String filled(String asked, Map<String, String> names) {
    Matcher matcher = NAME.matcher(asked);
    StringBuilder address = new StringBuilder();
    while (matcher.find()) {
      String value = names.get(matcher.group(1));
      if (value == null) {
        throw new IllegalArgumentException(asked + ": TwoSites has no " + matcher.group(1));
      }
      matcher.appendReplacement(address, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(address).toString();
  }
}
