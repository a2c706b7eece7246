package org.farsight.exchange;

import org.farsight.exchange.ExchangeView.Line;

/** The story of an exchange in plain words, English and Simplified Chinese. */
final class Words {

  private Words() {}

  static Line arrived(Exchange exchange, Ledger.Totals totals) {
    String en =
        switch (exchange.kind()) {
          case STUDY ->
              "the first object of the study arrived from "
                  + exchange.siteId()
                  + "; so far "
                  + totals.count()
                  + " objects, "
                  + totals.bytes()
                  + " bytes, the last at "
                  + exchange.lastAt();
          case ECG ->
              "the ECG arrived from " + exchange.siteId() + ", " + totals.bytes() + " bytes";
        };
    String zh =
        switch (exchange.kind()) {
          case STUDY ->
              "收到来自 "
                  + exchange.siteId()
                  + " 的检查;目前共 "
                  + totals.count()
                  + " 个对象,"
                  + totals.bytes()
                  + " 字节,最近一次 "
                  + exchange.lastAt();
          case ECG -> "收到来自 " + exchange.siteId() + " 的心电图," + totals.bytes() + " 字节";
        };
    return new Line(exchange.firstAt(), en, zh);
  }

  static Line line(StoryLine line) {
    String step = line.step();
    String detail = line.detail();
    int revision = line.revision();
    return switch (line.event()) {
      case REPEATED ->
          new Line(
              line.at(),
              "the same bytes came again and were dropped: " + detail,
              "相同数据再次到达,已计数并丢弃:" + detail);
      case KEPT_BACK ->
          new Line(
              line.at(),
              "a contradicting object was kept back in quarantine: " + detail,
              "有矛盾的对象已隔离保存:" + detail);
      case CONVERTED ->
          new Line(
              line.at(),
              "revision " + revision + " was turned into FHIR resources" + tail(detail),
              "第 " + revision + " 版已转换为 FHIR 资源" + tail(detail));
      case NOTED -> new Line(line.at(), "note: " + detail, "提示:" + detail);
      case DELIVERED ->
          new Line(
              line.at(),
              step + " accepted revision " + revision + tail(detail),
              step + " 已接收第 " + revision + " 版" + tail(detail));
      case PARKED ->
          new Line(
              line.at(),
              step + " did not work and will be tried again: " + detail,
              step + " 未成功,将自动重试:" + detail);
      case QUARANTINED ->
          new Line(
              line.at(),
              step + " was refused for good, a person must decide: " + detail,
              step + " 被拒绝,需要人工处理:" + detail);
      case RETRIEVED -> new Line(line.at(), "objects were retrieved: " + detail, "影像被调阅:" + detail);
    };
  }

  private static String tail(String detail) {
    return detail.isEmpty() ? "" : ": " + detail;
  }
}
