package org.farsight.testdata;

/**
 * An invented branch site of the test data.
 *
 * @param id as in the configuration and in file names
 * @param name as on its door
 * @param patientPrefix how its own patient numbers begin
 * @param devicePrefix how the AE titles of its devices begin
 */
record BranchClinic(String id, String name, String patientPrefix, String devicePrefix) {
  static final BranchClinic QINGSHAN = new BranchClinic("qingshan", "青山镇卫生院", "QS", "QS_");
  static final BranchClinic HEWAN = new BranchClinic("hewan", "河湾社区卫生服务中心", "HW", "HW_");

  /** The number under which this site knows a person: other sites use another. */
  String patientId(SyntheticPatient patient) {
    return patientPrefix + patient.id().substring(2);
  }
}
