package org.farsight.fhir;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Site;
import org.farsight.report.CriticalJson;
import org.farsight.report.CriticalNotice;
import org.farsight.report.CriticalNotice.Acknowledgement;
import org.farsight.report.CriticalNotice.Withdrawal;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationPriority;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;

/**
 * A critical value on its way to the branch as a transaction: a Communication for each notice, and
 * one in response to it for the answer that counts. All ours. Patient and reading task are the
 * examination's: its own exchange brings them, and this one waits at a server for that.
 */
final class CriticalConversion {
  private static final String CATEGORY =
      "http://terminology.hl7.org/CodeSystem/communication-category";
  private static final String PERSON = "person";
  private static final int LONGEST = 1 << 20;

  private final ContentStore store;
  private final ConversionOptions options;
  private final Examinations examinations;

  CriticalConversion(ContentStore store, ConversionOptions options, Examinations examinations) {
    this.store = store;
    this.options = options;
    this.examinations = examinations;
  }

  /** What all messages about one critical value have in common. */
  private record Parties(
      Exchange exchange,
      Site site,
      Reference branch,
      Reference department,
      Reference patient,
      Reference task) {}

  /** A notice as it came, with what is written of it. */
  private record Sent(Arrival arrival, CriticalNotice notice, Communication message) {}

  /**
   * Drafts the transaction.
   *
   * @throws DocumentException if a notice or an answer cannot be read, or the examination is not
   *     known
   */
  TransactionBundle convert(Exchange exchange, Site site, List<Arrival> arrivals)
      throws IOException, DocumentException {
    TransactionBundle bundle = new TransactionBundle(exchange.id());
    Reference branch = SiteResources.addSite(bundle, site);
    Reference department = SiteResources.addDepartment(bundle, options);
    List<Sent> all = new ArrayList<>();
    boolean answered = true;
    for (Arrival arrival : arrivals) {
      byte[] bytes = store.read(arrival.content(), LONGEST);
      if (arrival.facts().format().equals(CriticalValues.NOTICE)) {
        CriticalNotice notice = CriticalJson.notice(bytes);
        Parties parties = parties(exchange, site, branch, department, notice);
        Communication message = message(parties, arrival, notice);
        bundle.own(message, message.getIdentifierFirstRep());
        all.add(new Sent(arrival, notice, message));
        answered = false;
      } else if (!answered) {
        // the first answer counts
        answered = true;
        Sent sent = all.getLast();
        Parties parties = parties(exchange, site, branch, department, sent.notice());
        Communication answer = answer(parties, arrival, CriticalJson.acknowledgement(bytes));
        answer.addInResponseTo(bundle.own(sent.message(), sent.message().getIdentifierFirstRep()));
        bundle.own(answer, answer.getIdentifierFirstRep());
      }
    }
    takeBack(all);
    ProvenanceResource.add(
        bundle, exchange, site, arrivals, branch, options, ProvenanceResource.Activity.CONVERT);
    return bundle;
  }

  /** What was said of the wrong patient counts no more; that this was told stays. */
  private static void takeBack(List<Sent> all) {
    boolean recalled =
        !all.isEmpty()
            && all.getLast().notice().withdrawn().filter(Withdrawal.RECALLED::equals).isPresent();
    if (recalled) {
      all.subList(0, all.size() - 1)
          .forEach(sent -> sent.message().setStatus(CommunicationStatus.ENTEREDINERROR));
    }
  }

  private Parties parties(
      Exchange exchange, Site site, Reference branch, Reference department, CriticalNotice notice)
      throws DocumentException {
    Exchange examination =
        examinations
            .exchange(notice.exchangeId())
            .orElseThrow(
                () -> new DocumentException("the examination is not known here", "/exchange"));
    Identity.Key key = Identifiers.patientKey(examination, site);
    Identifier patient = new Identifier().setSystem(key.system()).setValue(key.id());
    Identifier task =
        new Identifier().setSystem(Identifiers.READING_TASK).setValue(examination.key());
    return new Parties(
        exchange,
        site,
        branch,
        department,
        new Reference(Identifiers.search("Patient", patient)),
        new Reference(TransactionBundle.match(new Task(), task)));
  }

  private static Communication message(Parties parties, Arrival arrival, CriticalNotice notice) {
    Communication message = communication(parties, arrival, Identifiers.PROFILE_CRITICAL_MESSAGE);
    message.setPriority(CommunicationPriority.STAT);
    message.addCategory(Codings.concept(CATEGORY, "alert", "Alert"));
    message.addAbout(parties.task().copy());
    message.setSentElement(FhirTimes.dateTime(arrival.at(), parties.site().zone()));
    message.setSender(parties.department().copy());
    message.addRecipient(parties.branch().copy());
    notice.withdrawn().ifPresent(why -> payload(message, why.zh() + " / " + why.en()));
    notice.values().forEach(value -> payload(message, value));
    return message;
  }

  private static Communication answer(Parties parties, Arrival arrival, Acknowledgement said) {
    Communication answer = communication(parties, arrival, Identifiers.PROFILE_CRITICAL_ANSWER);
    answer.setSentElement(FhirTimes.dateTime(said.at(), parties.site().zone()));
    answer.setReceivedElement(FhirTimes.dateTime(arrival.at(), parties.site().zone()));
    // a person of the branch, of whom nothing is known but the name
    Practitioner person = new Practitioner();
    person.setId(PERSON);
    person.addName().setText(FhirText.clean(said.by()).orElse("?"));
    answer.addContained(person);
    answer.setSender(new Reference("#" + PERSON));
    answer.addRecipient(parties.department().copy());
    payload(answer, said.action());
    return answer;
  }

  private static Communication communication(Parties parties, Arrival arrival, String profile) {
    Communication one = new Communication();
    one.getMeta().addProfile(profile);
    one.addIdentifier(
        new Identifier()
            .setSystem(Identifiers.COMMUNICATION)
            .setValue(parties.exchange().id() + "/" + arrival.revision()));
    one.setStatus(CommunicationStatus.COMPLETED);
    one.setSubject(parties.patient().copy());
    one.addPartOf(parties.task().copy());
    return one;
  }

  private static void payload(Communication one, String text) {
    one.addPayload().setContent(new StringType(FhirText.clean(text).orElse("?")));
  }
}
