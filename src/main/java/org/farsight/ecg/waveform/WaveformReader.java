package org.farsight.ecg.waveform;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Leniency;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;
import org.farsight.ecg.RulesInForce;

/**
 * Reads ECGs out of DICOM waveform objects: a whole file, or the data set of an object that came by
 * C-STORE without a file header. Original multiplex groups give the leads; a group that repeats a
 * lead which is already there, and every derived group, becomes a further waveform.
 */
public final class WaveformReader implements EcgReader {
  /** The format. */
  public static final EcgFormat FORMAT =
      new EcgFormat("dicom-waveform", "DICOM waveform", "application/dicom");

  /** The SOP classes whose objects may hold an ECG (PS3.4 table B.5-1). */
  public static final Set<String> SOP_CLASSES =
      Set.of(
          Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE,
          Uid.GENERAL_ECG_WAVEFORM_STORAGE,
          Uid.AMBULATORY_ECG_WAVEFORM_STORAGE,
          Uid.GENERAL_32_BIT_ECG_WAVEFORM_STORAGE,
          Uid.HEMODYNAMIC_WAVEFORM_STORAGE);

  private static final int MAX_ELEMENTS = 1_000_000;

  // An object whose delimiters are missing may have lost a multiplex group with them.
  private static final Set<Leniency> LENIENCIES =
      EnumSet.complementOf(EnumSet.of(Leniency.MISSING_DELIMITERS_AT_END));

  private final Set<WaveformRule> rules;
  private final WaveformLimits limits;

  /** A reader that takes what devices send, under the default limits. */
  public WaveformReader() {
    this(WaveformRule.all(), WaveformLimits.DEFAULT);
  }

  /**
   * @param rules the departures from the standard that are read
   * @param limits what an object may be at most
   */
  public WaveformReader(Set<WaveformRule> rules, WaveformLimits limits) {
    this.rules = Set.copyOf(rules);
    this.limits = limits;
  }

  @Override
  public EcgFormat format() {
    return FORMAT;
  }

  @Override
  public boolean recognises(byte[] head) {
    try (Part10File file = Part10File.read(new ByteArrayInputStream(head))) {
      return file.sopClass().filter(SOP_CLASSES::contains).isPresent();
    } catch (IOException e) {
      // No DICOM file, which is the answer.
      return false;
    }
  }

  @Override
  public Recording read(byte[] file) throws EcgFormatException {
    try (Part10File part10 = Part10File.read(new ByteArrayInputStream(file))) {
      return read(part10.readDataSet(options()));
    } catch (IOException e) {
      throw located(e);
    }
  }

  /**
   * Reads a data set that has no file header.
   *
   * @param dataSet its bytes from the first element on; read to the end, not closed
   * @param syntax how they are written
   * @throws EcgFormatException if they are no waveform object, broken, cut or above a limit; also
   *     where the stream itself fails, then with that failure as the cause
   */
  public Recording read(InputStream dataSet, TransferSyntax syntax) throws EcgFormatException {
    try {
      return read(DataSetReader.read(dataSet, syntax, options()));
    } catch (IOException e) {
      throw located(e);
    }
  }

  /** Reads a data set that is in memory, its Waveform Data included. */
  public Recording read(DataSet data) throws EcgFormatException {
    String sopClass = data.string(Tag.SOP_CLASS_UID).orElse("");
    if (!SOP_CLASSES.contains(sopClass)) {
      throw new EcgFormatException(
          "the SOP class is none of a waveform with an ECG", Tag.toString(Tag.SOP_CLASS_UID));
    }
    return new Reading(data, new RulesInForce<>(rules), limits).recording();
  }

  private ReadOptions options() {
    return ReadOptions.DEFAULT
        .withMaxValueLength(limits.bytes())
        .withMaxMemory(limits.bytes())
        .withMaxDepth(limits.depth())
        .withMaxElements(MAX_ELEMENTS)
        .withLeniencies(LENIENCIES);
  }

  private static EcgFormatException located(IOException e) {
    if (e instanceof DicomFormatException format) {
      String path = format.path().isEmpty() ? "" : ", " + format.path();
      return new EcgFormatException(format.problem(), "byte " + format.offset() + path, e);
    }
    return new EcgFormatException("the bytes could not be read", "the stream", e);
  }

  /** One object being read. */
  private static final class Reading {
    private final Place root;
    private final RulesInForce<WaveformRule> rules;
    private final MultiplexGroup.Reader reader;
    private final List<Lead> leads = new ArrayList<>();
    private final List<FurtherWaveform> further = new ArrayList<>();
    private final Set<String> labels = new HashSet<>();

    Reading(DataSet data, RulesInForce<WaveformRule> rules, WaveformLimits limits) {
      this.root = new Place(data, "");
      this.rules = rules;
      this.reader = new MultiplexGroup.Reader(limits, rules);
    }

    Recording recording() throws EcgFormatException {
      List<MultiplexGroup> groups = new ArrayList<>();
      int count = root.data().items(Tag.WAVEFORM_SEQUENCE).size();
      for (int i = 0; i < count; i++) {
        groups.add(reader.read(root.item(Tag.WAVEFORM_SEQUENCE, i), i + 1));
      }
      int rhythm = rhythm(groups);
      for (MultiplexGroup group : groups) {
        place(group, group.number() == rhythm);
      }
      Header header = new Header(root.data(), rules);
      Annotations annotations = new Annotations(groups, rhythm, rules);
      annotations.read(root.data());
      return new Recording(
          FORMAT,
          header.subject(),
          header.acquisition(),
          leads,
          further,
          annotations.measurements(),
          annotations.statements(),
          annotations.marks(),
          header.identifiers(),
          rules.remarks());
    }

    /** The number of the group that is the recording. */
    private int rhythm(List<MultiplexGroup> groups) throws EcgFormatException {
      Optional<MultiplexGroup> original =
          groups.stream().filter(g -> !g.derived() && !g.leads().isEmpty()).findFirst();
      if (original.isPresent()) {
        return original.get().number();
      }
      Optional<MultiplexGroup> computed =
          groups.stream().filter(g -> !g.isBeat() && !g.leads().isEmpty()).findFirst();
      if (computed.isPresent()
          && rules.apply(
              WaveformRule.ONLY_DERIVED_GROUPS,
              root.item(Tag.WAVEFORM_SEQUENCE, computed.get().number() - 1)
                  .of(Tag.WAVEFORM_ORIGINALITY))) {
        return computed.get().number();
      }
      throw root.fault("no multiplex group with an ECG lead", Tag.WAVEFORM_SEQUENCE);
    }

    private void place(MultiplexGroup group, boolean rhythm) {
      List<String> names = group.leads().stream().map(Lead::label).toList();
      boolean fresh = names.stream().noneMatch(labels::contains);
      if (group.leads().isEmpty()) {
        return;
      }
      if (rhythm || !group.derived() && !group.isBeat() && fresh) {
        leads.addAll(group.leads());
        labels.addAll(names);
        return;
      }
      FurtherWaveform.Kind kind = FurtherWaveform.Kind.RHYTHM;
      if (group.isBeat()) {
        kind = FurtherWaveform.Kind.REPRESENTATIVE_BEAT;
      } else if (group.derived()) {
        kind = FurtherWaveform.Kind.DERIVED;
      }
      further.add(new FurtherWaveform(kind, group.label(), group.leads()));
    }
  }
}
