package org.farsight.ecg.waveform;

import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;

/**
 * A recording of any format as a DICOM waveform object: 12-Lead ECG (PS3.3 A.34.3) where its rules
 * allow, else General ECG (A.34.4), Ambulatory ECG (A.34.5) or General 32-bit ECG. Every integer of
 * each lead stands in it as it is; sensitivity, baseline, rate and times are exact as far as 16
 * characters of a decimal string can say them. A computed lead is a channel that says how it was
 * derived. Further waveforms (beats) are written where the class has room for them; what it has no
 * room for is named in the object, and stays in the original.
 *
 * <p>The same recording and identity give the same bytes.
 */
public final class WaveformObject {

  /** Of the mapping, told in each object: raised when the same file gives another object. */
  static final String VERSION = "1";

  /** How objects are encoded. */
  public static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private static final String RHYTHM = "RHYTHM";
  private static final String NO_TIME =
      "The file does not say when the ECG was taken: the time given is that of its receipt.";

  private WaveformObject() {}

  /** The object. */
  public static DataSet of(Recording recording, WaveformIdentity identity) {
    List<Group> groups = new ArrayList<>(rhythm(recording));
    EcgClass made = EcgClass.of(groups);
    List<String> leftOut = new ArrayList<>();
    for (FurtherWaveform further : recording.further()) {
      List<Group> more = new ArrayList<>(groups);
      more.addAll(Group.of(label(further), isOriginal(further), further.leads()));
      if (made.allows(more)) {
        groups = more;
      } else {
        leftOut.add(label(further) + " (" + further.leads().size() + " leads)");
      }
    }
    DataSet data = new DataSet();
    new HeaderWriter(data, recording, identity).write(made, leftOut);
    AnnotationWriter annotations = new AnnotationWriter(groups);
    if (recording.acquisition().start().isEmpty()) {
      annotations.say(NO_TIME);
    }
    List<DataSet> said = annotations.items(recording);
    if (!said.isEmpty()) {
      data.putItems(Tag.WAVEFORM_ANNOTATION_SEQUENCE, said);
    }
    GroupWriter writer = new GroupWriter(made.wide());
    data.putItems(Tag.WAVEFORM_SEQUENCE, groups.stream().map(writer::item).toList());
    return data;
  }

  /** The object's data set in {@link #SYNTAX}, without a file header. */
  public static byte[] bytes(Recording recording, WaveformIdentity identity) {
    return DataSetWriter.toBytes(of(recording, identity), SYNTAX);
  }

  private static List<Group> rhythm(Recording recording) {
    boolean original = !recording.leads().stream().allMatch(Lead::isDerived);
    return Group.of(RHYTHM, original, recording.leads());
  }

  private static boolean isOriginal(FurtherWaveform further) {
    return switch (further.kind()) {
      case RHYTHM -> true;
      case REPRESENTATIVE_BEAT, DERIVED -> false;
    };
  }

  /** The file's own name for it, by which readers know a beat. */
  private static String label(FurtherWaveform further) {
    String name = Written.sh(further.name());
    return switch (further.kind()) {
      case RHYTHM -> name.isEmpty() ? RHYTHM : name;
      case DERIVED -> name.isEmpty() ? "DERIVED" : name;
      case REPRESENTATIVE_BEAT -> MultiplexGroup.isBeat(name) ? name : "MEDIAN BEAT";
    };
  }
}
