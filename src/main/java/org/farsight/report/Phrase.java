package org.farsight.report;

import org.farsight.ecg.drawing.Language;

/** The words of a report's page, paper and text. */
enum Phrase {
  REPORT("检查报告", "Report"),
  ECG_REPORT("心电图报告", "ECG report"),
  AMENDED("修改版", "amended"),
  WITHDRAWN("已作废", "WITHDRAWN"),
  WITHDRAWN_LONG("本报告已作废，不得作为诊断依据。", "This report was withdrawn. Do not rely on it."),
  VERSION("版本", "Version"),
  REASON("修改原因", "Reason of the change"),
  WITHDRAWN_REASON("作废原因", "Reason of withdrawal"),
  NAME("姓名", "Name"),
  SEX("性别", "Sex"),
  MALE("男", "male"),
  FEMALE("女", "female"),
  OTHER_SEX("其他", "other"),
  UNKNOWN("未知", "unknown"),
  BORN("出生日期", "Born"),
  PATIENT_ID("患者编号", "Patient ID"),
  SITE("申请机构", "Site"),
  ACCESSION("检查号", "Accession"),
  EXAMINATION("检查项目", "Examination"),
  MODALITY("检查类型", "Modality"),
  ACQUIRED("检查时间", "Examined"),
  CRITICAL("危急值", "CRITICAL"),
  VALUES("测量值", "Values"),
  FINDINGS("检查所见", "Findings"),
  IMPRESSION("诊断意见", "Impression"),
  SIGNED_BY("报告医师", "Signed by"),
  SIGNED_AT("签发时间", "Signed at"),
  REPLACES("替代版本", "replaces version"),
  KEY_IMAGES("关键图像", "Key images"),
  IMAGE("图像", "image"),
  FRAME("帧", "frame"),
  IN_PDF("见 PDF 文件", "see the PDF file"),
  TRUE_TO_SCALE("PDF 文件中的图为实际比例。", "The drawing in the PDF file is true to scale."),
  ECG_DRAWING("心电图", "ECG"),
  NOT_SHOWN("图像无法显示", "cannot be shown here"),
  SCAN("扫码核验", "scan to verify"),
  ELECTRONIC(
      "本报告经电子签名，签名随文件保存，可离线核验(farsight verify)。",
      "Signed electronically; the signature is in this file and can be verified off line (farsight"
          + " verify)."),
  COPY(
      "副本：由医院其他系统签发，本系统未签名，以该系统中的报告为准。",
      "Copy: written in another system of the hospital and not signed by this one."),
  PAGE("第 %d 页 / 共 %d 页", "page %d of %d");

  private final String zh;
  private final String en;

  Phrase(String zh, String en) {
    this.zh = zh;
    this.en = en;
  }

  String in(Language language) {
    return switch (language) {
      case ZH -> zh;
      case EN -> en;
    };
  }

  /** The word for Patient.gender. */
  static String sex(String code, Language language) {
    return switch (code) {
      case "male" -> MALE.in(language);
      case "female" -> FEMALE.in(language);
      case "other" -> OTHER_SEX.in(language);
      default -> UNKNOWN.in(language);
    };
  }
}
