package org.farsight.ecg.drawing;

/** The words on a sheet. */
enum Phrase {
  NOT_SHOWN("患者信息未显示", "patient not shown"),
  NO_NAME("姓名未知", "name unknown"),
  PATIENT_ID("患者编号", "ID"),
  BORN("出生", "born"),
  AGE("岁", "y"),
  MALE("男", "male"),
  FEMALE("女", "female"),
  OTHER_SEX("其他", "other"),
  SITE("单位", "Site"),
  TAKEN("采集时间", "Recorded"),
  NO_TIME("未知", "unknown"),
  DEVICE("设备", "Device"),
  HEART_RATE("心率", "HR"),
  PER_MINUTE("次/分", "/min"),
  RR("RR 间期", "RR"),
  PR("PR 间期", "PR"),
  P_DURATION("P 波时限", "P"),
  QRS("QRS 时限", "QRS"),
  QT_QTC("QT/QTc", "QT/QTc"),
  AXES("P/QRS/T 电轴", "P/QRS/T axis"),
  NO_MEASUREMENTS("设备未提供测量值", "the cart gave no measurements"),
  BY_DEVICE("设备自动判读（未经医师确认）", "Cart's interpretation, unconfirmed"),
  BY_PERSON("判读（经人员填写或确认）", "Interpretation, written or confirmed by a person"),
  BY_UNKNOWN("判读（来源未注明）", "Interpretation, author not stated"),
  NO_STATEMENTS("设备未提供判读", "the cart gave no interpretation"),
  MORE("条未显示", "more not shown"),
  QUALITY("质量提示：", "Quality: "),
  FILTERS("滤波", "filter"),
  NO_FILTER("无", "none"),
  FOR_THE_EYE("（仅用于显示）", " (display only)"),
  NOT_FILTERED("采样率过低而未滤波：", "sampled too slowly for the filter: "),
  DERIVED("* 由其他导联计算", "* computed from other leads"),
  MISSING("未记录", "not recorded"),
  CLIPPED("超出图纸被截断：", "cut off at the grid's edge: "),
  SHIFTED("基线已平移：", "baseline moved: "),
  OF("/ 共", "of"),
  SHEET("第 %s 页", "sheet %s"),
  LEFT_OUT("其余未画出", "the rest is not drawn");

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
}
