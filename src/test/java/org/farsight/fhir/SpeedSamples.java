package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.hl7.fhir.r4.model.Bundle;

/** What speed is measured with. */
public final class SpeedSamples {

  /** Twelve leads of 5,000 samples, measurements and statements. */
  public static final Path ECG = Path.of("test-data/ecg/aecg/qingshan-normal.xml");

  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private SpeedSamples() {}

  /** A CT study of so many slices with the headers that scanners write, pixels left out. */
  public static List<Arrival> ct(KeptFiles kept, int slices) throws IOException {
    String study = Uid.random();
    List<Arrival> arrivals = new ArrayList<>();
    for (int number = 1; number <= slices; number++) {
      DataSet image =
          new DataSet()
              .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "GB18030")
              .put(Tag.IMAGE_TYPE, VR.CS, "ORIGINAL", "PRIMARY", "AXIAL")
              .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
              .put(Tag.SOP_INSTANCE_UID, VR.UI, study + ".1." + number)
              .put(Tag.STUDY_DATE, VR.DA, "20260301")
              .put(Tag.SERIES_DATE, VR.DA, "20260301")
              .put(Tag.STUDY_TIME, VR.TM, "081500")
              .put(Tag.SERIES_TIME, VR.TM, "081600")
              .put(Tag.ACCESSION_NUMBER, VR.SH, "A4711")
              .put(Tag.MODALITY, VR.CS, "CT")
              .put(Tag.MANUFACTURER, VR.LO, "Synthetic")
              .put(Tag.STATION_NAME, VR.SH, "CT1")
              .put(Tag.STUDY_DESCRIPTION, VR.LO, "胸部CT平扫")
              .put(Tag.SERIES_DESCRIPTION, VR.LO, "肺窗 1.25mm")
              .put(Tag.MANUFACTURER_MODEL_NAME, VR.LO, "CT 1")
              .put(Tag.PATIENT_NAME, VR.PN, "Ouyang^Xiaowen=欧阳^晓雯=Ōuyáng^Xiǎowén")
              .put(Tag.PATIENT_ID, VR.LO, "P4711")
              .put(Tag.PATIENT_BIRTH_DATE, VR.DA, "19820130")
              .put(Tag.PATIENT_SEX, VR.CS, "F")
              .put(Tag.BODY_PART_EXAMINED, VR.CS, "CHEST")
              .put(Tag.DEVICE_SERIAL_NUMBER, VR.LO, "4711")
              .put(Tag.SOFTWARE_VERSIONS, VR.LO, "2.1")
              .put(Tag.STUDY_INSTANCE_UID, VR.UI, study)
              .put(Tag.SERIES_INSTANCE_UID, VR.UI, study + ".1")
              .put(Tag.SERIES_NUMBER, VR.IS, "2")
              .put(Tag.INSTANCE_NUMBER, VR.IS, String.valueOf(number));
      arrivals.add(kept.dicom("ex", number, DataSetWriter.toBytes(image, SYNTAX), SYNTAX));
    }
    return arrivals;
  }

  /** The transaction of what these arrivals make, as the validator gets it. */
  public static Bundle bundle(Conversions conversions, List<Arrival> arrivals) {
    Outcome outcome = conversions.convert(KeptFiles.exchange(arrivals), KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    String json = new String(((Outcome.Converted) outcome).bundle(), StandardCharsets.UTF_8);
    return FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, json);
  }
}
