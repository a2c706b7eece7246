package org.farsight.ecg.waveform;

import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.ecg.EcgReaderContract;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small object of two groups, cut at every single offset. */
class WaveformContractTest {
  private static final String IMPLICIT = "1.2.840.10008.1.2";
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";

  @ParameterizedTest
  @ValueSource(strings = {IMPLICIT, EXPLICIT, BIG_ENDIAN})
  void isReadAlikeTwice(String uid) throws Exception {
    contract(uid).isReadAlikeTwice();
  }

  @ParameterizedTest
  @ValueSource(strings = {IMPLICIT, EXPLICIT, BIG_ENDIAN})
  void isRefusedWhenCutAnywhere(String uid) throws Exception {
    contract(uid).isRefusedWhenCut(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {IMPLICIT, EXPLICIT, BIG_ENDIAN})
  void survivesMutations(String uid) throws Exception {
    contract(uid).survivesMutations(2000, 20260301);
  }

  private static EcgReaderContract contract(String uid) throws Exception {
    DataSet data = EcgObject.header();
    data.putItems(
        Tag.WAVEFORM_SEQUENCE,
        EcgObject.group("SS", 16, new int[] {1, 2, 3}, new int[] {4, 5, 6}),
        EcgObject.group("SB", 8, new int[] {7, 8, 9}));
    return new EcgReaderContract(
        new WaveformReader(), EcgObject.file(data, TransferSyntax.of(uid)));
  }
}
