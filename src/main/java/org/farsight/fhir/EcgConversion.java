package org.farsight.fhir;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.ecg.EcgContent;
import org.farsight.ecg.EcgDocument;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Recordings.Written;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.Reference;

/**
 * An ECG file that is no DICOM object as a transaction: the recording and the original bytes, or
 * the page where there is nothing else.
 */
final class EcgConversion {

  /** The newest file alone is the ECG. */
  static final int OBJECTS = 1;

  private final ConversionOptions options;
  private final EcgFiles files;
  private final Supplier<EcgPolicy> policy;
  private final PatientResource.Saying saying;
  private final OrderSearch search;

  EcgConversion(
      ConversionOptions options,
      EcgFiles files,
      Supplier<EcgPolicy> policy,
      PatientResource.Saying saying,
      OrderSearch search) {
    this.search = search;
    this.options = options;
    this.policy = policy;
    this.saying = saying;
    this.files = files;
  }

  /**
   * Drafts the whole transaction. A recording that has been written before is not written again,
   * nor is it to be read again: only its bytes in this format are kept beside it.
   *
   * @throws EcgFormatException if the file cannot be read as what it is
   */
  Draft convert(
      Exchange exchange, Site site, List<Arrival> arrivals, Notes notes, Recognition recognition)
      throws IOException, EcgFormatException {
    Arrival arrival = arrivals.getLast();
    byte[] file = files.bytes(arrival);
    EcgContent content =
        files
            .content(file)
            .orElseThrow(() -> new EcgFormatException("the file is of no known format", "byte 0"));
    content.remarks().forEach(notes::add);
    Draft draft =
        Draft.start(
            exchange, site, options, policy.get(), content.subject(), saying, search, notes);
    Optional<Written> earlier =
        content instanceof Recording recording
            ? recognition.earlier(recording, arrival)
            : Optional.empty();
    if (earlier.isPresent()) {
      Reference first = EcgOriginal.recording(earlier.get().content());
      EcgOriginal.add(draft, content.format(), arrival, file, List.of(first));
      draft.addProvenance(arrivals);
      return draft;
    }
    if (content.acquisition().start().isEmpty()) {
      notes.add("the file does not say when the ECG was taken", "文件未说明心电图采集时间");
    }
    Optional<Reference> device =
        draft.addDevice(content.acquisition().device(), content.acquisition().department());
    Reference order = draft.addOrder("ECG", List.of("ECG"), began(content, site));
    draft.addTask(order, add(draft, content, arrival, file, device, order), OBJECTS);
    draft.addProvenance(arrivals);
    return draft;
  }

  private static Optional<Instant> began(EcgContent content, Site site) {
    ZoneId zone = content.acquisition().offset().map(ZoneId.class::cast).orElse(site.zone());
    return content.acquisition().start().map(start -> start.atZone(zone).toInstant());
  }

  /** Adds what is to be read: the recording, or the page where there is nothing else. */
  private static Reference add(
      Draft draft,
      EcgContent content,
      Arrival arrival,
      byte[] file,
      Optional<Reference> device,
      Reference order) {
    String digest = arrival.content().digest();
    return switch (content) {
      case Recording recording -> {
        Reference observation =
            new EcgResources(draft, recording, digest, device, Optional.of(order), Optional.empty())
                .add();
        EcgOriginal.add(draft, recording.format(), arrival, file, List.of(observation));
        yield observation;
      }
      case EcgDocument page -> {
        draft
            .notes()
            .add("a page without samples: nothing but the page can be read", "只有报告页，没有波形数据，仅供阅览");
        Reference document = new EcgPages(draft, arrival).addPage(page, file);
        new PageFindings(draft, page, digest, device, order, document).add();
        yield document;
      }
    };
  }
}
