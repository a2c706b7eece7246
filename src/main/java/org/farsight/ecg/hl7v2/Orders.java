package org.farsight.ecg.hl7v2;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.Acquisition;
import org.farsight.hl7v2.Segment;
import org.farsight.hl7v2.Times;

/** What PV1, ORC and OBR say: order numbers, time, place; and of the device, OBX-18. */
final class Orders {
  private final Set<String> numbers = new LinkedHashSet<>();
  private Optional<String> accession = Optional.empty();
  private Optional<String> filler = Optional.empty();
  private Optional<Times.Time> observed = Optional.empty();
  private Optional<LocalDateTime> ended = Optional.empty();
  private Optional<String> department = Optional.empty();
  private Optional<String> service = Optional.empty();
  private Acquisition.Device device = Acquisition.Device.UNNAMED;

  void take(Segment segment) {
    switch (segment.name()) {
      case "PV1" -> department = department.or(() -> segment.some(3, 1));
      case "ORC", "OBR" -> {
        segment.some(2, 1).ifPresent(numbers::add);
        segment.some(3, 1).ifPresent(numbers::add);
        filler = filler.or(() -> segment.some(3, 1));
        if (segment.name().equals("OBR")) {
          request(segment);
        }
      }
      default -> throw new IllegalArgumentException(segment.name());
    }
  }

  /** OBR-18 is the accession number in the IHE radiology framework (RAD-4). */
  private void request(Segment obr) {
    accession = accession.or(() -> obr.some(18, 1));
    observed = observed.or(() -> obr.some(7, 1).flatMap(Times::time));
    ended = ended.or(() -> obr.some(8, 1).flatMap(Times::time).map(Times.Time::at));
    service = service.or(() -> obr.some(4, 2)).or(() -> obr.some(4, 1));
  }

  /** OBX-18: the equipment's identifier and, as its namespace, its kind. */
  void device(Segment obx) {
    if (device.equals(Acquisition.Device.UNNAMED) && !obx.get(18, 1).isEmpty()) {
      device =
          new Acquisition.Device(
              Optional.empty(), obx.some(18, 2), obx.some(18, 1), Optional.empty());
    }
  }

  /** What the ordered service is called. */
  String title() {
    return service.orElse("ECG");
  }

  /**
   * With the time of the first sample.
   *
   * @param first of the waveforms; else OBR-7 counts
   */
  Acquisition acquisition(Optional<Times.Time> first) {
    Optional<Times.Time> start = first.or(() -> observed);
    return made(start.map(Times.Time::at), start.flatMap(Times.Time::offset), device);
  }

  /** With what an encapsulated file says where the message is silent; its time counts first. */
  Acquisition around(Acquisition inner) {
    boolean own = inner.start().isEmpty();
    return new Acquisition(
        inner.start().or(() -> observed.map(Times.Time::at)),
        inner.end().or(() -> ended),
        own ? observed.flatMap(Times.Time::offset) : inner.offset(),
        inner.device().equals(Acquisition.Device.UNNAMED) ? device : inner.device(),
        inner.institution(),
        inner.department().or(() -> department),
        accession.or(() -> filler).or(inner::accession),
        List.copyOf(numbers));
  }

  private Acquisition made(
      Optional<LocalDateTime> start, Optional<ZoneOffset> offset, Acquisition.Device with) {
    return new Acquisition(
        start,
        ended,
        offset,
        with,
        Optional.empty(),
        department,
        accession.or(() -> filler),
        List.copyOf(numbers));
  }
}
