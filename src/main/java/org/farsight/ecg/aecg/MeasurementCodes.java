package org.farsight.ecg.aecg;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.Measurements.Kind;

/** The MDC reference ids of global measurements that aECG writers use, in upper case. */
final class MeasurementCodes {
  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("MDC_ECG_HEART_RATE", Kind.HEART_RATE),
          Map.entry("MDC_ECG_TIME_PD_RR", Kind.RR_INTERVAL),
          Map.entry("MDC_ECG_TIME_PD_PP", Kind.PP_INTERVAL),
          Map.entry("MDC_ECG_TIME_PD_P", Kind.P_DURATION),
          Map.entry("MDC_ECG_TIME_PD_PWD", Kind.P_DURATION),
          Map.entry("MDC_ECG_TIME_PD_PR", Kind.PR_INTERVAL),
          Map.entry("MDC_ECG_TIME_PD_PQ", Kind.PR_INTERVAL),
          Map.entry("MDC_ECG_TIME_PD_QRS", Kind.QRS_DURATION),
          Map.entry("MDC_ECG_TIME_PD_QT", Kind.QT_INTERVAL),
          Map.entry("MDC_ECG_TIME_PD_QTC", Kind.QTC_INTERVAL),
          Map.entry("MDC_ECG_TIME_PD_QTCB", Kind.QTC_BAZETT),
          Map.entry("MDC_ECG_TIME_PD_QTCF", Kind.QTC_FRIDERICIA),
          Map.entry("MDC_ECG_ANGLE_P_FRONT", Kind.P_AXIS),
          Map.entry("MDC_ECG_ANGLE_QRS_FRONT", Kind.QRS_AXIS),
          Map.entry("MDC_ECG_ANGLE_T_FRONT", Kind.T_AXIS),
          Map.entry("MINDRAY_ECG_P_AXIS", Kind.P_AXIS),
          Map.entry("MINDRAY_ECG_QRS_AXIS", Kind.QRS_AXIS),
          Map.entry("MINDRAY_ECG_T_AXIS", Kind.T_AXIS));

  private MeasurementCodes() {}

  /** The measurement with this code; {@code _GL} at its end (global) changes nothing. */
  static Optional<Kind> kind(String code) {
    String upper = code.strip().toUpperCase(Locale.ROOT);
    String bare = upper.endsWith("_GL") ? upper.substring(0, upper.length() - 3) : upper;
    return Optional.ofNullable(KINDS.get(bare));
  }
}
