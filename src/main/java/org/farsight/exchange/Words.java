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
          case PATIENT ->
              "the first word about the patient arrived from "
                  + exchange.siteId()
                  + "; so far "
                  + totals.count()
                  + ", the last at "
                  + exchange.lastAt();
          case REPORT ->
              "a report on an examination of "
                  + exchange.siteId()
                  + " was signed; so far "
                  + totals.count()
                  + ", the last at "
                  + exchange.lastAt();
          case CRITICAL ->
              "a critical value is to be told to "
                  + exchange.siteId()
                  + ", and to be answered there";
          case ORDER ->
              "the first word about the order arrived from "
                  + exchange.siteId()
                  + "; so far "
                  + totals.count()
                  + ", the last at "
                  + exchange.lastAt();
        };
    String zh =
        switch (exchange.kind()) {
          case STUDY ->
              "收到来自 "
                  + exchange.siteId()
                  + " 的检查；目前共 "
                  + totals.count()
                  + " 个对象，"
                  + totals.bytes()
                  + " 字节，最近一次 "
                  + exchange.lastAt();
          case ECG -> "收到来自 " + exchange.siteId() + " 的心电图，" + totals.bytes() + " 字节";
          case PATIENT ->
              "收到来自 "
                  + exchange.siteId()
                  + " 的患者登记；目前共 "
                  + totals.count()
                  + " 条消息，最近一次 "
                  + exchange.lastAt();
          case REPORT ->
              exchange.siteId()
                  + " 的检查已签发报告；目前共 "
                  + totals.count()
                  + " 版，最近一次 "
                  + exchange.lastAt();
          case CRITICAL -> "危急值需告知 " + exchange.siteId() + " 并由其确认";
          case ORDER ->
              "收到来自 "
                  + exchange.siteId()
                  + " 的申请单；目前共 "
                  + totals.count()
                  + " 条消息，最近一次 "
                  + exchange.lastAt();
        };
    return new Line(exchange.firstAt(), en, zh);
  }

  /** One object, as it came. */
  static Line arrived(Arrival arrival) {
    String number = Integer.toString(arrival.revision());
    String bytes = Long.toString(arrival.content().length());
    String digest = arrival.content().digest();
    String instance = arrival.facts().sopInstance();
    String uid = instance.isEmpty() ? "" : ", SOP Instance " + instance;
    String from = arrival.caller().isEmpty() ? "" : " from " + arrival.caller();
    String again = arrival.repeats() == 0 ? "" : ", came again " + arrival.repeats() + " times";
    String sender = arrival.caller().isEmpty() ? "" : "由 " + arrival.caller() + " ";
    String repeated = arrival.repeats() == 0 ? "" : "，重复到达 " + arrival.repeats() + " 次";
    return new Line(
        arrival.at(),
        "object "
            + number
            + " arrived by "
            + arrival.way()
            + from
            + ": "
            + bytes
            + " bytes, SHA-256 "
            + digest
            + uid
            + again,
        "第 "
            + number
            + " 个对象经 "
            + arrival.way()
            + " "
            + sender
            + "送达："
            + bytes
            + " 字节，SHA-256 "
            + digest
            + uid
            + repeated);
  }

  static Line line(StoryLine line) {
    return new Line(line.at(), english(line), chinese(line));
  }

  private static String english(StoryLine line) {
    String step = line.step();
    String detail = line.detail();
    String revision = "revision " + line.revision();
    String complete = "taken as complete at " + revision + ": ";
    String report = "the storage commitment report ";
    return switch (line.event()) {
      case REPEATED -> "the same bytes came again and were dropped: " + detail;
      case KEPT_BACK -> "a contradicting object was kept back in quarantine: " + detail;
      case RELEASED -> "released from quarantine: " + detail;
      case REPLACED -> "an object was replaced by one from quarantine: " + detail;
      case DISMISSED -> "an object in quarantine was dismissed: " + detail;
      case ASSIGNED -> "an object in quarantine was given to another site: " + detail;
      case OPENED -> "an object in quarantine was opened: " + detail;
      case RETRIED -> "refused steps try again: " + detail;
      case REPLAYED -> "replayed: " + detail;
      case HEALED -> "bytes damaged in the store came again and are whole: " + detail;
      case CONVERTED -> revision + " was turned into FHIR resources" + tail(detail);
      case NOTED -> "note: " + Conversion.Finding.en(detail);
      case SAME_RECORDING -> "the same ECG as exchange " + detail + ": not to be read twice";
      case CONTRADICTION -> "about the patient: " + Conversion.Finding.en(detail);
      case SAME_PERSON -> "the same person as " + Conversion.Finding.en(detail);
      case IDENTITY_DECIDED -> "identity: " + Conversion.Finding.en(detail);
      case RECALLED -> "recalled, wrong patient: " + Conversion.Finding.en(detail);
      case RECALL_UNDONE -> "the recall was taken back: " + Conversion.Finding.en(detail);
      case CRITICAL_VALUE -> "critical: " + Conversion.Finding.en(detail);
      case CRITICAL_NOTICE -> "critical value, the branch: " + Conversion.Finding.en(detail);
      case CRITICAL_TOLD -> "critical value told to the branch: " + Conversion.Finding.en(detail);
      case CRITICAL_ANSWERED -> "critical value acknowledged by " + Conversion.Finding.en(detail);
      case CRITICAL_UNDECIDED ->
          "cannot be decided whether critical: " + Conversion.Finding.en(detail);
      case SIGNAL_FAULT -> "signal quality: " + Conversion.Finding.en(detail);
      case REJECTED -> "rejected by rule: " + Conversion.Finding.en(detail);
      case ORDER_FOUND -> "its order was found: " + Conversion.Finding.en(detail);
      case ORDER_MADE -> "an order was made for it: " + Conversion.Finding.en(detail);
      case ORDER_IN_DOUBT ->
          "which order it belongs to is in doubt, one was made and a person must decide: "
              + Conversion.Finding.en(detail);
      case ORDER_DECIDED -> "a person decided on its order: " + Conversion.Finding.en(detail);
      case ORDER_TAKEN_BACK ->
          "its order was taken back after it had come: " + Conversion.Finding.en(detail);
      case ORDER_STANDS_AGAIN -> "its order stands again: " + Conversion.Finding.en(detail);
      case EXAMINATION_FOUND -> "an examination belongs to it: " + Conversion.Finding.en(detail);
      case EXAMINATION_LOST -> "an examination is not its own: " + Conversion.Finding.en(detail);
      case DELIVERED -> {
        if (step.endsWith(Step.PATIENTS)) {
          yield step + " carried out decision " + line.revision() + tail(detail);
        }
        yield step.endsWith(Step.REJECTION)
            ? archive(step) + " was told that " + revision + " is rejected" + tail(detail)
            : step + " accepted " + revision + tail(detail);
      }
      case PARKED ->
          step.endsWith(Step.REJECTION)
              ? archive(step) + " could not be told of the recall and will be again: " + detail
              : step + " did not work and will be tried again: " + detail;
      case QUARANTINED ->
          step.endsWith(Step.REJECTION)
              ? archive(step)
                  + " does not take the rejection note, a person must reject the objects there: "
                  + detail
              : step + " was refused for good, a person must decide: " + detail;
      case RETRIEVED -> "objects were retrieved: " + detail;
      case SWEPT -> "the bytes were removed by the retention rule: " + detail;
      case RESTORED -> "bytes that had been removed came again and are kept: " + detail;
      case COMPLETE_AS_ANNOUNCED -> complete + "all that was announced is here, " + detail;
      case COMPLETE_BY_ASSOCIATION -> complete + "the association that brought it has ended";
      case COMPLETE_BY_QUIET -> complete + "nothing came for " + detail;
      case COMPLETE_BY_WAIT -> complete + "it has waited " + detail + ", no longer";
      case COMMITMENT_REQUESTED -> "storage commitment requested by " + detail;
      case COMMITMENT_DECIDED -> "storage commitment decided: " + detail;
      case COMMITMENT_REPORTED -> "storage commitment reported to " + detail;
      case COMMITMENT_NOT_REPORTED -> report + "did not arrive and will be sent again: " + detail;
      case COMMITMENT_GIVEN_UP -> report + "was given up, the device must ask again: " + detail;
      case READING -> "reading: " + Conversion.Finding.en(detail);
      case READING_CONFLICT ->
          "reading, done by another program against the rules: " + Conversion.Finding.en(detail);
      case READ -> "read: " + Conversion.Finding.en(detail);
      case REPORT_ACCEPTED -> "the way back " + Conversion.Finding.en(detail);
      case RETURNED -> "the report is back at the branch: " + Conversion.Finding.en(detail);
      case OPENED_AT_BRANCH ->
          "the report was opened at the branch: " + Conversion.Finding.en(detail);
    };
  }

  private static String chinese(StoryLine line) {
    String step = line.step();
    String detail = line.detail();
    String revision = "第 " + line.revision() + " 版";
    String complete = "检查在" + revision + "视为完整：";
    return switch (line.event()) {
      case REPEATED -> "相同数据再次到达，已计数并丢弃：" + detail;
      case KEPT_BACK -> "有矛盾的对象已隔离保存：" + detail;
      case RELEASED -> "已从隔离区放行：" + detail;
      case REPLACED -> "对象已由隔离区中的对象替换：" + detail;
      case DISMISSED -> "隔离对象已搁置：" + detail;
      case ASSIGNED -> "隔离对象已改属其他站点：" + detail;
      case OPENED -> "隔离对象被查看：" + detail;
      case RETRIED -> "被拒绝的步骤将重试：" + detail;
      case REPLAYED -> "已重放：" + detail;
      case HEALED -> "存储中损坏的数据已由重发修复：" + detail;
      case CONVERTED -> revision + "已转换为 FHIR 资源" + tail(detail);
      case NOTED -> "提示：" + Conversion.Finding.zh(detail);
      case SAME_RECORDING -> "与交换 " + detail + " 为同一份心电图，不重复阅读";
      case CONTRADICTION -> "患者信息：" + Conversion.Finding.zh(detail);
      case SAME_PERSON -> "与以下为同一人：" + Conversion.Finding.zh(detail);
      case IDENTITY_DECIDED -> "患者身份：" + Conversion.Finding.zh(detail);
      case RECALLED -> "已召回（患者错误）：" + Conversion.Finding.zh(detail);
      case RECALL_UNDONE -> "召回已撤销：" + Conversion.Finding.zh(detail);
      case CRITICAL_VALUE -> "危急值：" + Conversion.Finding.zh(detail);
      case CRITICAL_NOTICE -> "危急值通知：" + Conversion.Finding.zh(detail);
      case CRITICAL_TOLD -> "危急值已告知站点：" + Conversion.Finding.zh(detail);
      case CRITICAL_ANSWERED -> "危急值已确认：" + Conversion.Finding.zh(detail);
      case CRITICAL_UNDECIDED -> "危急值无法判定：" + Conversion.Finding.zh(detail);
      case SIGNAL_FAULT -> "信号质量：" + Conversion.Finding.zh(detail);
      case REJECTED -> "按规则退回：" + Conversion.Finding.zh(detail);
      case ORDER_FOUND -> "已匹配到医嘱：" + Conversion.Finding.zh(detail);
      case ORDER_MADE -> "已为其补建医嘱：" + Conversion.Finding.zh(detail);
      case ORDER_IN_DOUBT -> "所属医嘱存疑，已补建医嘱，需人工确认：" + Conversion.Finding.zh(detail);
      case ORDER_DECIDED -> "所属医嘱已由人工确认：" + Conversion.Finding.zh(detail);
      case ORDER_TAKEN_BACK -> "检查到达后其医嘱被取消：" + Conversion.Finding.zh(detail);
      case ORDER_STANDS_AGAIN -> "其医嘱已恢复有效：" + Conversion.Finding.zh(detail);
      case EXAMINATION_FOUND -> "检查属于该医嘱：" + Conversion.Finding.zh(detail);
      case EXAMINATION_LOST -> "检查不再属于该医嘱：" + Conversion.Finding.zh(detail);
      case DELIVERED ->
          step.endsWith(Step.REJECTION)
              ? "已通知存档 " + archive(step) + " 停用" + revision + "及之前的对象" + tail(detail)
              : step + " 已接收" + revision + tail(detail);
      case PARKED ->
          step.endsWith(Step.REJECTION)
              ? "召回尚未能通知存档 " + archive(step) + "，将自动重试：" + detail
              : step + " 未成功，将自动重试：" + detail;
      case QUARANTINED ->
          step.endsWith(Step.REJECTION)
              ? "存档 " + archive(step) + " 不接收拒绝说明，须在该存档中人工拒绝：" + detail
              : step + " 被拒绝，需要人工处理：" + detail;
      case RETRIEVED -> "影像被调阅：" + detail;
      case SWEPT -> "已按保留规则清除原始数据：" + detail;
      case RESTORED -> "已清除的数据再次到达并重新保存：" + detail;
      case COMPLETE_AS_ANNOUNCED -> complete + "已收齐预告的全部对象，" + detail;
      case COMPLETE_BY_ASSOCIATION -> complete + "发送该检查的连接已结束";
      case COMPLETE_BY_QUIET -> complete + detail + " 内无新对象到达";
      case COMPLETE_BY_WAIT -> complete + "已等待 " + detail + "，不再等待";
      case COMMITMENT_REQUESTED -> "设备请求存储承诺：" + detail;
      case COMMITMENT_DECIDED -> "存储承诺已裁定：" + detail;
      case COMMITMENT_REPORTED -> "存储承诺已回报：" + detail;
      case COMMITMENT_NOT_REPORTED -> "存储承诺回报未送达，将自动重试：" + detail;
      case COMMITMENT_GIVEN_UP -> "存储承诺回报已放弃，设备需重新请求：" + detail;
      case READING -> "阅片：" + Conversion.Finding.zh(detail);
      case READING_CONFLICT -> "阅片任务被其他程序违规改动：" + Conversion.Finding.zh(detail);
      case READ -> "已出报告：" + Conversion.Finding.zh(detail);
      case REPORT_ACCEPTED -> "回传 " + Conversion.Finding.zh(detail);
      case RETURNED -> "报告已回传站点：" + Conversion.Finding.zh(detail);
      case OPENED_AT_BRANCH -> "站点已打开报告：" + Conversion.Finding.zh(detail);
    };
  }

  /** Whom a step tells of a recall. */
  private static String archive(String step) {
    return step.substring(0, step.length() - Step.REJECTION.length());
  }

  private static String tail(String detail) {
    return detail.isEmpty() ? "" : ": " + detail;
  }
}
