package org.farsight.ecg.quality;

/**
 * From where on a signal has a fault.
 *
 * @param flatMillivolt a lead whose signal moves less than this, from peak to peak, is flat
 * @param flatSeconds for how long, where the lead is alive before or after and others are alive
 * @param gapMillis missing samples of a lead that are borne, in milliseconds altogether
 * @param saturatedMillis how long a signal stands still at its extreme before it counts as cut off
 * @param sumMillivolt how far the limb leads may miss Einthoven's and Goldberger's laws, beyond
 *     what the rounding of their integers explains
 * @param rateHertz lowest sampling rate
 * @param resolutionMicrovolt largest step of the integers
 * @param lineMillivolt largest amplitude (zero to peak) of the mains' hum
 * @param muscleMillivolt largest noise of high frequency, root mean square
 * @param wanderMillivolt largest movement of the baseline, peak to peak
 * @param seconds shortest recording; a tenth of a second less is borne, since carts cut at a block
 */
public record QualityLimits(
    double flatMillivolt,
    double flatSeconds,
    double gapMillis,
    double saturatedMillis,
    double sumMillivolt,
    double rateHertz,
    double resolutionMicrovolt,
    double lineMillivolt,
    double muscleMillivolt,
    double wanderMillivolt,
    double seconds) {

  /**
   * The limits where nobody has set others. Sampling rate and step: IEC 60601-2-25:2011 asks
   * electrocardiographs for 500 samples a second and 5 uV, the AHA/ACC/HRS statement of 2007
   * (Kligfield et al.) for the same rate. Noise: the levels with which IEC 60601-2-51:2003 tries
   * whether an analysis still measures right, 25 uV r.m.s. of high frequency, 50 uV peak to valley
   * of the mains, 1 mV peak to valley of the baseline. Ten seconds is the length of a resting ECG.
   */
  public static final QualityLimits DEFAULT =
      new QualityLimits(0.02, 2, 100, 12, 0.02, 500, 5, 0.025, 0.025, 1, 10);

  public QualityLimits {
    double[] all = {
      flatMillivolt,
      flatSeconds,
      gapMillis,
      saturatedMillis,
      sumMillivolt,
      rateHertz,
      resolutionMicrovolt,
      lineMillivolt,
      muscleMillivolt,
      wanderMillivolt,
      seconds
    };
    for (double limit : all) {
      if (!(limit >= 0) || Double.isInfinite(limit)) {
        throw new IllegalArgumentException("a limit is a number of 0 or more");
      }
    }
  }
}
