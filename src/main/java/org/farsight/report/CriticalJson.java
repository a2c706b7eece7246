package org.farsight.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.farsight.exchange.DocumentException;

/** A critical value and what a branch answers, as canonical JSON (RFC 8785), both ways. */
public final class CriticalJson {
  private CriticalJson() {}

  /** The canonical bytes of a notice. */
  public static byte[] write(CriticalNotice notice) {
    ObjectNode tree = CanonicalJson.object();
    tree.put("exchange", notice.exchangeId()).put("cause", Members.name(notice.cause()));
    tree.set("subject", ReportJson.tree(notice.subject()));
    tree.set("examination", ReportJson.tree(notice.examination()));
    ArrayNode values = tree.putArray("values");
    notice.values().forEach(values::add);
    tree.put("at", notice.at().toString());
    notice.withdrawn().ifPresent(why -> tree.put("withdrawn", Members.name(why)));
    return CanonicalJson.write(tree);
  }

  /** The canonical bytes of an answer. */
  public static byte[] write(CriticalNotice.Acknowledgement answer) {
    return CanonicalJson.write(
        CanonicalJson.object()
            .put("by", answer.by())
            .put("action", answer.action())
            .put("at", answer.at().toString())
            .put("answers", answer.answers()));
  }

  /**
   * Reads a notice.
   *
   * @throws DocumentException if it is none: what is wrong, and at which member or byte
   */
  public static CriticalNotice notice(byte[] json) throws DocumentException {
    Members from = new Members(CanonicalJson.read(json), "");
    CriticalNotice notice =
        new CriticalNotice(
            from.word("exchange"),
            from.one("cause", CriticalNotice.Cause.class),
            ReportJson.subject(from.below("subject")),
            ReportJson.examination(from.below("examination")),
            from.texts("values", Members.LONG),
            from.time("at"),
            withdrawn(from));
    from.done();
    return notice;
  }

  private static Optional<CriticalNotice.Withdrawal> withdrawn(Members from)
      throws DocumentException {
    return from.optional("withdrawn", Members.SHORT).isPresent()
        ? Optional.of(from.one("withdrawn", CriticalNotice.Withdrawal.class))
        : Optional.empty();
  }

  /**
   * Reads an answer.
   *
   * @throws DocumentException if it is none: what is wrong, and at which member or byte
   */
  public static CriticalNotice.Acknowledgement acknowledgement(byte[] json)
      throws DocumentException {
    Members from = new Members(CanonicalJson.read(json), "");
    CriticalNotice.Acknowledgement answer =
        new CriticalNotice.Acknowledgement(
            from.word("by"),
            from.text("action", Members.LONG),
            from.time("at"),
            from.word("answers"));
    from.done();
    return answer;
  }
}
