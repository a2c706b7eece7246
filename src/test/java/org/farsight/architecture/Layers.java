package org.farsight.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The ground plan as data: which room may see which, and which library stays in which room. */
final class Layers {

  private static final String BASE = "org.farsight.";

  /** Room → rooms it may import, besides itself. {@code app} and {@code cli} see everything. */
  static final Map<String, Set<String>> ROOMS = new TreeMap<>();

  /** Library package → rooms that may use it. */
  static final Map<String, Set<String>> LIBRARIES = new TreeMap<>();

  private static final Set<String> ECG_FORMATS =
      Set.of(
          "ecg.aecg",
          "ecg.waveform",
          "ecg.scp",
          "ecg.muse",
          "ecg.cardiosoft",
          "ecg.edf",
          "ecg.pdf",
          "ecg.sierra",
          "ecg.contec",
          "ecg.hl7v2");

  static {
    ROOMS.put("dicom.data", Set.of());
    ROOMS.put("dicom.io", Set.of("dicom.data"));
    ROOMS.put("dicom.ul", Set.of("dicom.data"));
    ROOMS.put("dicom.dimse", Set.of("dicom.data", "dicom.io", "dicom.ul"));
    ROOMS.put("dicom.service", Set.of("dicom.data", "dicom.io", "dicom.ul", "dicom.dimse"));
    ROOMS.put("dicom.web", Set.of("dicom.data", "dicom.io"));
    ROOMS.put("ecg", Set.of());
    // XML as carts write it: shared by the formats that are XML.
    ROOMS.put("ecg.xml", Set.of("ecg"));
    for (String format : ECG_FORMATS) {
      ROOMS.put(format, Set.of("ecg", "ecg.xml", "dicom.data", "dicom.io"));
    }
    // Messages: frames, characters, header, segments, acknowledgement, and the person in PID as the
    // ECG formats tell theirs.
    ROOMS.put("hl7v2", Set.of("ecg"));
    ROOMS.put("ecg.hl7v2", Set.of("ecg", "hl7v2"));
    ROOMS.put("ecg.formats", union(ECG_FORMATS, Set.of("ecg")));
    ROOMS.put("ecg.quality", Set.of("ecg"));
    ROOMS.put("ecg.critical", Set.of("ecg"));
    ROOMS.put("ecg.drawing", Set.of("ecg"));
    ROOMS.put("ecg.json", Set.of("ecg", "ecg.quality", "ecg.critical"));
    ROOMS.put("exchange", Set.of());
    ROOMS.put("intake", Set.of("exchange", "dicom.data", "dicom.io", "ecg", "ecg.formats"));
    ROOMS.put("identity", Set.of("exchange", "dicom.data"));
    // What a site's registration says of its patients, as messages.
    ROOMS.put("identity.hl7v2", Set.of("identity", "exchange", "ecg", "hl7v2"));
    ROOMS.put("orders", Set.of("exchange", "identity", "ecg", "hl7v2"));
    ROOMS.put(
        "fhir",
        Set.of(
            "exchange",
            "identity",
            "identity.hl7v2",
            "orders",
            "report",
            "hl7v2",
            "dicom.data",
            "dicom.io",
            "ecg",
            "ecg.formats",
            "ecg.quality",
            "ecg.critical",
            "ecg.drawing",
            "ecg.waveform"));
    ROOMS.put(
        "delivery",
        Set.of(
            "exchange",
            "identity",
            "fhir",
            // what goes back to the branch
            "report",
            // as messages, for the branch's own system
            "hl7v2",
            // who opened what is told to a FHIR server
            "access",
            // an archive gets a DICOM object of each ECG, whatever its format
            "ecg",
            "ecg.formats",
            "ecg.waveform",
            "dicom.data",
            "dicom.io",
            "dicom.ul",
            "dicom.dimse",
            "dicom.service"));
    ROOMS.put("reading", Set.of("exchange", "fhir", "report", "report.hl7v2"));
    // The signed read: its model, its signature, its paper. Whoever hands it over takes it from
    // here.
    ROOMS.put("report", Set.of("exchange", "ecg", "ecg.drawing"));
    // Reports of other systems, as messages.
    ROOMS.put("report.hl7v2", Set.of("report", "exchange", "ecg", "hl7v2"));
    // Whom a critical value was told to, and who has answered: notices are kept as arrivals.
    ROOMS.put("critical", Set.of("exchange", "intake", "report"));
    ROOMS.put("alarm", Set.of("exchange"));
    // Who may do what, and who did: without HTTP and without a database.
    ROOMS.put("access", Set.of("exchange"));
    ROOMS.put("ledger", Set.of("exchange", "access"));
    ROOMS.put(
        "catalogue", Set.of("exchange", "dicom.data", "dicom.ul", "dicom.dimse", "dicom.service"));
    ROOMS.put(
        "commitment", Set.of("exchange", "dicom.data", "dicom.ul", "dicom.dimse", "dicom.service"));
    ROOMS.put(
        "expectation",
        Set.of("exchange", "dicom.data", "dicom.ul", "dicom.dimse", "dicom.service"));
    // The stand-in hospital's archive knows DICOM and nothing of the engine.
    ROOMS.put(
        "archive", Set.of("dicom.data", "dicom.io", "dicom.ul", "dicom.dimse", "dicom.service"));
    // Kills the engine and looks at it from outside; what it knows of it is where it can be killed.
    // After a loss of power it opens what is left as the engine would.
    ROOMS.put("crash.power", Set.of());
    ROOMS.put(
        "crash",
        Set.of(
            "crash.power",
            "exchange",
            "ledger",
            "archive",
            "hl7v2",
            "dicom.data",
            "dicom.io",
            "dicom.ul",
            "dicom.dimse",
            "dicom.service"));
    // A component for any Camel application: it knows nothing of the engine.
    ROOMS.put(
        "camel.dicom",
        Set.of("dicom.data", "dicom.io", "dicom.ul", "dicom.dimse", "dicom.service"));
    // Measures servers from outside, ours too: it knows DICOM and nothing of the engine.
    ROOMS.put(
        "bench", Set.of("dicom.data", "dicom.io", "dicom.ul", "dicom.dimse", "dicom.service"));
    ROOMS.put("bench.ledger", Set.of("bench", "exchange", "ledger"));
    ROOMS.put(
        "camel",
        Set.of(
            "camel.dicom",
            "hl7v2",
            "identity.hl7v2",
            "exchange",
            "intake",
            "orders",
            "dicom.data",
            "dicom.ul",
            "dicom.dimse",
            "dicom.service",
            "dicom.web"));
    ROOMS.put(
        "web",
        Set.of(
            "exchange",
            "access",
            "intake",
            "orders",
            "reading",
            "report",
            "critical",
            "identity",
            "catalogue",
            "ecg",
            "ecg.drawing",
            "ecg.json",
            "ecg.quality",
            "ecg.critical",
            "dicom.data",
            "dicom.io",
            "dicom.web"));
    LIBRARIES.put("ca.uhn.fhir", Set.of("fhir", "delivery", "reading"));
    LIBRARIES.put("org.hl7.fhir", Set.of("fhir", "delivery", "reading"));
    LIBRARIES.put("org.apache.camel", Set.of("camel", "camel.dicom", "app"));
    LIBRARIES.put("org.apache.pdfbox", Set.of("ecg.drawing", "report"));
    LIBRARIES.put("org.apache.fontbox", Set.of("ecg.drawing", "report"));
    LIBRARIES.put("com.google.zxing", Set.of("report"));
    LIBRARIES.put("jakarta.jms", Set.of("camel"));
    LIBRARIES.put("jakarta.mail", Set.of("alarm"));
    LIBRARIES.put("org.apache.activemq", Set.of("camel"));
    LIBRARIES.put("ca.uhn.hl7v2", Set.of("hl7v2", "delivery"));
    LIBRARIES.put("io.netty", Set.of("camel"));
    LIBRARIES.put("java.sql", Set.of("ledger"));
    LIBRARIES.put("org.jdbi", Set.of("ledger"));
    LIBRARIES.put("org.postgresql", Set.of("ledger"));
    LIBRARIES.put("org.flywaydb", Set.of("ledger"));
    LIBRARIES.put("io.vertx", Set.of("web", "app", "camel"));
    LIBRARIES.put("com.nimbusds", Set.of("access", "report"));
    LIBRARIES.put("org.bouncycastle", Set.of("access"));
    LIBRARIES.put("picocli", Set.of("cli"));
  }

  private Layers() {}

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new TreeSet<>(a);
    all.addAll(b);
    return all;
  }

  /**
   * The room a class stands in.
   *
   * @param base package prefix that stands for {@code org.farsight.} (the guilty ones have another)
   */
  static Optional<String> room(JavaClass type, String base) {
    String name = type.getPackageName() + ".";
    if (!name.startsWith(base)) {
      return Optional.empty();
    }
    String rest = name.substring(base.length());
    return union(ROOMS.keySet(), Set.of("app", "cli")).stream()
        .filter(room -> rest.startsWith(room + "."))
        .reduce((a, b) -> a.length() > b.length() ? a : b);
  }

  /** Every dependency that the table does not allow, in words. */
  static List<String> violations(JavaClasses classes, String base) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      Optional<String> from = room(type, base);
      if (from.isPresent()) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          violation(from.get(), dependency.getTargetClass(), base)
              .ifPresent(what -> found.add(type.getName() + ": " + from.get() + " " + what));
        }
      }
    }
    return List.copyOf(found);
  }

  private static Optional<String> violation(String from, JavaClass target, String base) {
    Optional<String> to = room(target, base).or(() -> room(target, BASE));
    boolean everything = from.equals("app") || from.equals("cli");
    if (to.isPresent() && !to.get().equals(from)) {
      boolean allowed =
          from.equals("cli")
              || (from.equals("app") && !to.get().equals("cli"))
              || (!everything && ROOMS.get(from).contains(to.get()));
      if (!allowed) {
        return Optional.of("may not see room " + to.get());
      }
    }
    String name = target.getName();
    return LIBRARIES.entrySet().stream()
        .filter(e -> name.startsWith(e.getKey() + "."))
        .filter(e -> !e.getValue().contains(from))
        .findFirst()
        .map(e -> "may not use " + e.getKey());
  }
}
