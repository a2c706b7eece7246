package org.farsight.testdata;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.scp.ScpText;
import org.farsight.ecg.scp.ScpText.Fields;

/** Writes a synthetic ECG as an SCP-ECG record of version 2. */
final class ScpWriter {
  private static final int GB_2312 = 0x27;

  /** What carts write under that code: a name may need more than GB 2312 has. */
  private static final Charset CHARSET = Charset.forName("GB18030");

  private static final int NOT_MEASURED = 29999;
  private static final int NO_AXIS = 999;
  private static final int BEAT_MILLIS = 600;
  private static final int FIDUCIAL_MILLIS = 250;

  /** How the samples are written. */
  enum Compression {
    /** Second differences in the standard's code. */
    SECOND_DIFFERENCES,
    /** A reference beat is subtracted from each QRS complex; first differences of what is left. */
    REFERENCE_BEAT
  }

  private final SyntheticEcg ecg;
  private final HeartModel.Ecg made;
  private final Compression compression;
  private final int microseconds;

  ScpWriter(SyntheticEcg ecg, Compression compression) {
    this.ecg = ecg;
    this.made = ecg.generate();
    this.compression = compression;
    this.microseconds = 1_000_000 / ecg.samplesPerSecond();
  }

  byte[] write() {
    int samples = ecg.seconds() * ecg.samplesPerSecond();
    int[] numbers = ecg.leads().stream().mapToInt(LeadId::scpNumber).toArray();
    boolean subtracted = compression == Compression.REFERENCE_BEAT;
    int order = subtracted ? 1 : 2;
    List<byte[]> beats = new ArrayList<>();
    List<byte[]> rhythm = new ArrayList<>();
    for (LeadId lead : ecg.leads()) {
      int[] whole = Objects.requireNonNull(made.leads().get(lead));
      int[] beat = beat(whole);
      beats.add(ScpText.coded(ScpText.differences(beat, order)));
      int[] left = subtracted ? without(whole, beat) : whole;
      rhythm.add(ScpText.coded(ScpText.differences(left, order)));
    }
    int nanovolts = ecg.microvoltsPerStep().multiply(BigDecimal.valueOf(1000)).intValueExact();
    return new ScpText()
        .with(1, header())
        .with(2, new Fields().u16(19999).toBytes())
        .with(3, ScpText.leads(samples, subtracted, numbers))
        .with(4, complexes(samples))
        .with(5, ScpText.signal(nanovolts, microseconds, order, beats))
        .with(6, ScpText.signal(nanovolts, microseconds, order, rhythm))
        .with(7, measurements())
        .with(8, statements())
        .record();
  }

  private byte[] header() {
    SyntheticPatient patient = ecg.patient();
    String[] name = patient.nameIdeographic().split("\\^", -1);
    Fields fields =
        new Fields()
            .text(0, name[0], CHARSET)
            .text(1, name[1], CHARSET)
            .text(2, ecg.site().patientId(patient), CHARSET)
            .tag(5, date(patient.birthDate().atStartOfDay()))
            .tag(8, new Fields().u8(patient.sex().equals("M") ? 1 : 2).toBytes())
            .tag(14, device())
            .text(16, ecg.site().name(), CHARSET)
            .tag(25, date(ecg.started()))
            .tag(26, time(ecg.started()))
            .tag(34, new Fields().u16(8 * 60).u16(0).u8(0).toBytes());
    return fields.u8(255).u16(0).toBytes();
  }

  private byte[] device() {
    Fields device =
        new Fields().u16(0).u16(0).u16(1).u8(0).u8(255).bytes(latin("HM1\0\0\0")).u8(20).u8(0xA0);
    device.u8(GB_2312).u8(0).u8(1).bytes(new byte[16]);
    byte[] program = latin("1\0");
    device.u8(program.length).bytes(program);
    device.bytes(latin(ecg.site().devicePrefix() + "ECG-02\0")).bytes(latin("1\0"));
    return device.bytes(latin("1\0")).bytes(latin("Farsight test data\0")).toBytes();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] date(LocalDateTime time) {
    return new Fields()
        .u16(time.getYear())
        .u8(time.getMonthValue())
        .u8(time.getDayOfMonth())
        .toBytes();
  }

  private static byte[] time(LocalDateTime time) {
    return new Fields().u8(time.getHour()).u8(time.getMinute()).u8(time.getSecond()).toBytes();
  }

  private int atRate(int millis) {
    return millis * 1000 / microseconds;
  }

  /** Sample numbers, from 1, of the R waves whose whole beat lies in the recording. */
  private List<Integer> points(int samples) {
    int before = atRate(FIDUCIAL_MILLIS);
    int after = atRate(BEAT_MILLIS) - before;
    return made.beats().stream()
        .map(beat -> (int) StrictMath.round(beat.seconds() * ecg.samplesPerSecond()) + 1)
        .filter(point -> point > before && point + after < samples)
        .toList();
  }

  /** The beat around the first of them. */
  private int[] beat(int[] samples) {
    int from = points(samples.length).getFirst() - 1 - atRate(FIDUCIAL_MILLIS);
    return Arrays.copyOfRange(samples, from, from + atRate(BEAT_MILLIS));
  }

  private int[] without(int[] samples, int[] beat) {
    int[] left = samples.clone();
    for (int[] zone : zones(samples.length)) {
      for (int number = zone[0]; number <= zone[2]; number++) {
        left[number - 1] -= beat[number - zone[1] + atRate(FIDUCIAL_MILLIS)];
      }
    }
    return left;
  }

  /** First sample, fiducial point and last sample of each complex. */
  private List<int[]> zones(int samples) {
    return points(samples).stream()
        .map(point -> new int[] {point - atRate(80), point, point + atRate(100)})
        .toList();
  }

  private byte[] complexes(int samples) {
    List<int[]> zones = compression == Compression.REFERENCE_BEAT ? zones(samples) : List.of();
    Fields section =
        new Fields().u16(BEAT_MILLIS).u16(atRate(FIDUCIAL_MILLIS) + 1).u16(zones.size());
    zones.forEach(zone -> section.u16(0).u32(zone[0]).u32(zone[1]).u32(zone[2]));
    zones.forEach(zone -> section.u32(zone[0]).u32(zone[2]));
    return section.toBytes();
  }

  private byte[] measurements() {
    Rhythm rhythm = ecg.rhythm();
    int qrsOnset = FIDUCIAL_MILLIS - 40;
    boolean p = rhythm.hasPWave();
    int onsetP = p ? qrsOnset - rhythm.prMillis() : NOT_MEASURED;
    Fields section = new Fields().u8(1).u8(0).u16(made.rrMillis()).u16(NOT_MEASURED);
    section.u16(onsetP).u16(p ? onsetP + 100 : NOT_MEASURED).u16(qrsOnset);
    section.u16(qrsOnset + rhythm.qrsMillis()).u16(qrsOnset + ecg.qtMillis(made));
    section.u16(p ? rhythm.pAxis() : NO_AXIS).u16(rhythm.qrsAxis()).u16(rhythm.tAxis());
    section.u16(0).u16(made.heartRate()).u16(NOT_MEASURED).u16(ecg.qtcMillis(made)).u8(1).u16(0);
    return section.toBytes();
  }

  private byte[] statements() {
    byte[] text = new Fields().bytes(ecg.rhythm().chinese().getBytes(CHARSET)).u8(0).toBytes();
    return new Fields()
        .u8(0)
        .bytes(date(ecg.started()))
        .bytes(time(ecg.started()))
        .u8(1)
        .u8(1)
        .u16(text.length)
        .bytes(text)
        .toBytes();
  }
}
