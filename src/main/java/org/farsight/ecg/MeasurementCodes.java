package org.farsight.ecg;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.Measurements.Kind;

/**
 * The codes under which files name global measurements: MDC reference ids (aECG, ISO/IEEE
 * 11073-10101), MDC codes as {@code 2:n} (DICOM CID 3227, 3228, 3229, TID 3713), LOINC, and the
 * SCPECG codes of older DICOM objects. The four are told apart by their form.
 */
public final class MeasurementCodes {
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
          Map.entry("MINDRAY_ECG_T_AXIS", Kind.T_AXIS),
          Map.entry("2:16770", Kind.HEART_RATE),
          Map.entry("2:16016", Kind.HEART_RATE),
          Map.entry("2:16168", Kind.RR_INTERVAL),
          Map.entry("2:16000", Kind.RR_INTERVAL),
          Map.entry("2:16140", Kind.PP_INTERVAL),
          Map.entry("2:16184", Kind.P_DURATION),
          Map.entry("2:15872", Kind.PR_INTERVAL),
          Map.entry("2:16156", Kind.QRS_DURATION),
          Map.entry("2:16160", Kind.QT_INTERVAL),
          Map.entry("2:15876", Kind.QTC_INTERVAL),
          Map.entry("2:15880", Kind.QTC_BAZETT),
          Map.entry("2:15892", Kind.QTC_FRIDERICIA),
          Map.entry("2:16128", Kind.P_AXIS),
          Map.entry("2:16132", Kind.QRS_AXIS),
          Map.entry("2:16136", Kind.T_AXIS),
          Map.entry("8867-4", Kind.HEART_RATE),
          Map.entry("8625-6", Kind.PR_INTERVAL),
          Map.entry("8633-0", Kind.QRS_DURATION),
          Map.entry("8634-8", Kind.QT_INTERVAL),
          Map.entry("8636-3", Kind.QTC_INTERVAL),
          Map.entry("8626-4", Kind.P_AXIS),
          Map.entry("8632-2", Kind.QRS_AXIS),
          Map.entry("8638-9", Kind.T_AXIS),
          Map.entry("5.10.2.1-3", Kind.RR_INTERVAL),
          Map.entry("5.10.2.1-5", Kind.PP_INTERVAL),
          Map.entry("5.10.2.5-1", Kind.HEART_RATE),
          Map.entry("5.10.2.5-5", Kind.QTC_INTERVAL),
          Map.entry("5.13.5-7", Kind.PR_INTERVAL),
          Map.entry("5.13.5-9", Kind.QRS_DURATION),
          Map.entry("5.13.5-11", Kind.QT_INTERVAL),
          Map.entry("5.10.3-11", Kind.P_AXIS),
          Map.entry("5.10.3-13", Kind.QRS_AXIS),
          Map.entry("5.10.3-15", Kind.T_AXIS));

  private MeasurementCodes() {}

  /**
   * The measurement with this code, in any case; {@code _GL} at its end (global) changes nothing.
   */
  public static Optional<Kind> kind(String code) {
    String upper = code.strip().toUpperCase(Locale.ROOT);
    String bare = upper.endsWith("_GL") ? upper.substring(0, upper.length() - 3) : upper;
    return Optional.ofNullable(KINDS.get(bare));
  }
}
