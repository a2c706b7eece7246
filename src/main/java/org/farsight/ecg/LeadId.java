package org.farsight.ecg;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The ECG leads by their SCP-ECG number (EN 1064 table of lead identifications; the same numbers
 * are the discriminators of ISO/IEEE 11073-10101 and, written {@code 2:n}, the codes of DICOM CID
 * 3001). The animal leads of that table are left out.
 */
public enum LeadId {
  I(1, "I", "LP7386-8", "272729005"),
  II(2, "II", "LP7387-6", "272730000"),
  V1(3, "V1", "LP7389-2", "257475007"),
  V2(4, "V2", "LP7390-0", "257476008"),
  V3(5, "V3", "LP7391-8", "257477004"),
  V4(6, "V4", "LP7392-6", "257478009"),
  V5(7, "V5", "LP7393-4", "257479001"),
  V6(8, "V6", "LP7394-2", "257480003"),
  V7(9, "V7"),
  V2R(10, "V2R"),
  V3R(11, "V3R"),
  V4R(12, "V4R"),
  V5R(13, "V5R"),
  V6R(14, "V6R"),
  V7R(15, "V7R"),
  X(16, "X"),
  Y(17, "Y"),
  Z(18, "Z"),
  CC5(19, "CC5"),
  CM5(20, "CM5"),
  LA(21, "LA"),
  RA(22, "RA"),
  LL(23, "LL"),
  FRANK_I(24, "fI"),
  FRANK_E(25, "fE"),
  FRANK_C(26, "fC"),
  FRANK_A(27, "fA"),
  FRANK_M(28, "fM"),
  FRANK_F(29, "fF"),
  FRANK_H(30, "fH"),
  DERIVED_I(31, "dI"),
  DERIVED_II(32, "dII"),
  DERIVED_V1(33, "dV1"),
  DERIVED_V2(34, "dV2"),
  DERIVED_V3(35, "dV3"),
  DERIVED_V4(36, "dV4"),
  DERIVED_V5(37, "dV5"),
  DERIVED_V6(38, "dV6"),
  III(61, "III", "LP7388-4", "272731001"),
  AVR(62, "aVR", "LP7385-0", "257474006"),
  AVL(63, "aVL", "LP7384-3", "257473000"),
  AVF(64, "aVF", "LP7383-5", "257472005"),
  AVR_NEGATIVE(65, "aVRneg"),
  V8(66, "V8"),
  V9(67, "V9"),
  V8R(68, "V8R"),
  V9R(69, "V9R"),
  NEHB_D(70, "D"),
  NEHB_A(71, "A"),
  NEHB_J(72, "J"),
  DEFIBRILLATOR(73, "Defib"),
  EXTERNAL_PACING(74, "Extern"),
  AUXILIARY_1(75, "A1"),
  AUXILIARY_2(76, "A2"),
  AUXILIARY_3(77, "A3"),
  AUXILIARY_4(78, "A4"),
  CHEST(86, "C"),
  PRECORDIAL(87, "V"),
  VR(88, "VR"),
  VL(89, "VL"),
  VF(90, "VF"),
  MCL(91, "MCL"),
  MCL1(92, "MCL1"),
  MCL2(93, "MCL2"),
  MCL3(94, "MCL3"),
  MCL4(95, "MCL4"),
  MCL5(96, "MCL5"),
  MCL6(97, "MCL6"),
  CC(98, "CC"),
  CC1(99, "CC1"),
  CC2(100, "CC2"),
  CC3(101, "CC3"),
  CC4(102, "CC4"),
  CC6(103, "CC6"),
  CC7(104, "CC7"),
  CM(105, "CM"),
  CM1(106, "CM1"),
  CM2(107, "CM2"),
  CM3(108, "CM3"),
  CM4(109, "CM4"),
  CM6(110, "CM6"),
  DERIVED_III(111, "dIII"),
  DERIVED_AVR(112, "daVR"),
  DERIVED_AVL(113, "daVL"),
  DERIVED_AVF(114, "daVF"),
  CM7(121, "CM7"),
  CH5(122, "CH5"),
  CS5(123, "CS5"),
  CB5(124, "CB5"),
  CR5(125, "CR5"),
  ML(126, "ML"),
  AB1(127, "AB1"),
  AB2(128, "AB2"),
  AB3(129, "AB3"),
  AB4(130, "AB4"),
  ES(131, "ES"),
  AS(132, "AS"),
  AI(133, "AI"),
  UPPER_STERNUM(134, "S"),
  RL(147, "RL");

  /** The MDC code 131328 MDC_ECG_ELEC_POTL (2::256), to which the lead's number is added. */
  public static final int MDC_ECG_ELEC_POTL = 131328;

  /** The twelve leads of a standard ECG in the order in which they are usually printed. */
  public static final List<LeadId> STANDARD_12 =
      List.of(I, II, III, AVR, AVL, AVF, V1, V2, V3, V4, V5, V6);

  private static final String REFERENCE_PREFIX = "MDC_ECG_LEAD_";

  private static final Map<Integer, LeadId> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(LeadId::scpNumber, Function.identity()));

  // Two ids of the table never differ by case alone, so that files which write MDC_ECG_LEAD_aVR and
  // files which write MDC_ECG_LEAD_AVR name the same lead.
  private static final Map<String, LeadId> BY_LABEL =
      Arrays.stream(values())
          .collect(
              Collectors.toMap(lead -> lead.label.toUpperCase(Locale.ROOT), Function.identity()));

  private final int scpNumber;
  private final String label;
  private final String loincPart;
  private final String snomedCode;

  LeadId(int scpNumber, String label) {
    this(scpNumber, label, "", "");
  }

  LeadId(int scpNumber, String label, String loincPart, String snomedCode) {
    this.scpNumber = scpNumber;
    this.label = label;
    this.loincPart = loincPart;
    this.snomedCode = snomedCode;
  }

  /** The number of the lead in EN 1064 (SCP-ECG), 1 to 255. */
  public int scpNumber() {
    return scpNumber;
  }

  /** The lead as it is printed: {@code I}, {@code aVR}, {@code V4R}. */
  public String label() {
    return label;
  }

  /**
   * The code of the electric potential at this lead in {@code urn:iso:std:iso:11073:10101}: 131328
   * plus the SCP-ECG number, 131329 for lead I.
   */
  public int mdcCode() {
    return MDC_ECG_ELEC_POTL + scpNumber;
  }

  /** The reference id of ISO/IEEE 11073-10101, as aECG files carry it: {@code MDC_ECG_LEAD_aVR}. */
  public String mdcReferenceId() {
    return REFERENCE_PREFIX + label;
  }

  /** Whether the lead is by its name one that a device computes from others ({@code dV1}). */
  public boolean isDerived() {
    return name().startsWith("DERIVED_");
  }

  /** The LOINC part ({@code LP7386-8}) of one of the twelve standard leads, else empty. */
  public Optional<String> loincPart() {
    return loincPart.isEmpty() ? Optional.empty() : Optional.of(loincPart);
  }

  /** The SNOMED CT concept of one of the twelve standard leads, else empty. */
  public Optional<String> snomedCode() {
    return snomedCode.isEmpty() ? Optional.empty() : Optional.of(snomedCode);
  }

  /** The lead with this SCP-ECG number; empty where the table has none. */
  public static Optional<LeadId> ofScpNumber(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  /**
   * The lead with this MDC code: in the form 131328 + n (2::256 + n), or in the form 131072 + n
   * which is DICOM's {@code 2:n} written as one number.
   */
  public static Optional<LeadId> ofMdcCode(int code) {
    int number = code >= MDC_ECG_ELEC_POTL ? code - MDC_ECG_ELEC_POTL : code - 131072;
    return ofScpNumber(number);
  }

  /**
   * The lead with this reference id or printed label, in any case, with or without {@code
   * MDC_ECG_LEAD_}; empty for a name outside the table.
   */
  public static Optional<LeadId> ofName(String name) {
    String upper = name.strip().toUpperCase(Locale.ROOT);
    String bare =
        upper.startsWith(REFERENCE_PREFIX) ? upper.substring(REFERENCE_PREFIX.length()) : upper;
    return Optional.ofNullable(BY_LABEL.get(bare));
  }
}
