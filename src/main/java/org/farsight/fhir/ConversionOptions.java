package org.farsight.fhir;

/**
 * What the conversion must know beside the exchange.
 *
 * @param wadoUrl where the images can be had by WADO-RS: the base that ends before {@code /studies}
 * @param softwareVersion of this program, told in each Provenance
 * @param departmentId short name of the core hospital's reading department
 * @param departmentName what people call it
 * @param maxInstances instances that an ImagingStudy lists one by one; above, series only
 * @param maxSamples samples of a lead that stand in an Observation; above (Holter), only the
 *     original is handed over
 * @param maxFileBytes largest ECG file or waveform object that is read into memory
 * @param deadlines how long a read may take, told in each reading task
 */
public record ConversionOptions(
    String wadoUrl,
    String softwareVersion,
    String departmentId,
    String departmentName,
    int maxInstances,
    int maxSamples,
    int maxFileBytes,
    Deadlines deadlines) {

  /** Reads have no deadline. */
  public ConversionOptions(
      String wadoUrl,
      String softwareVersion,
      String departmentId,
      String departmentName,
      int maxInstances,
      int maxSamples,
      int maxFileBytes) {
    this(
        wadoUrl,
        softwareVersion,
        departmentId,
        departmentName,
        maxInstances,
        maxSamples,
        maxFileBytes,
        Deadlines.NONE);
  }

  /** Instances that are listed where nothing else is configured. */
  public static final int USUAL_INSTANCES = 5_000;

  /** With the usual limits: 300,000 samples a lead (5 minutes at 1 kHz), 64 MB. */
  public ConversionOptions(
      String wadoUrl,
      String softwareVersion,
      String departmentId,
      String departmentName,
      int maxInstances) {
    this(wadoUrl, softwareVersion, departmentId, departmentName, maxInstances, 300_000, 64 << 20);
  }

  /** With all usual limits. */
  public ConversionOptions(
      String wadoUrl, String softwareVersion, String departmentId, String departmentName) {
    this(wadoUrl, softwareVersion, departmentId, departmentName, USUAL_INSTANCES);
  }

  /** The same with deadlines. */
  public ConversionOptions with(Deadlines other) {
    return new ConversionOptions(
        wadoUrl,
        softwareVersion,
        departmentId,
        departmentName,
        maxInstances,
        maxSamples,
        maxFileBytes,
        other);
  }
}
