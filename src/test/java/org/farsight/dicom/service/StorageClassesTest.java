package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.farsight.dicom.data.SopClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageClassesTest {
  @Test
  void eachClassOfTheTableIsTakenIfItIsAStorageClass() {
    assertThat(SopClass.all()).hasSizeGreaterThan(100);
    for (SopClass known : SopClass.all()) {
      assertThat(StorageClasses.contains(known.uid()))
          .as(known.name())
          .isEqualTo(known.isStorage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.5.1.4.1.1.3", // Ultrasound Multi-frame Image Storage (retired)
        "1.2.840.10008.5.1.4.1.1.5", // Nuclear Medicine Image Storage (retired)
        "1.2.840.10008.5.1.4.1.1.9.1", // Waveform Storage - Trial (retired)
        "1.2.840.10008.5.1.4.1.1.12.3", // X-Ray Angiographic Bi-Plane Image Storage (retired)
        "1.2.840.10008.5.1.4.1.1.501.1", // DICOS CT Image Storage
        "1.2.840.10008.5.1.1.29", // Hardcopy Grayscale Image Storage (retired)
        "1.2.840.10008.5.1.4.34.7", // RT Beams Delivery Instruction Storage
        "1.2.840.10008.5.1.4.38.1", // Hanging Protocol Storage
        "1.2.840.10008.5.1.4.43.1", // Generic Implant Template Storage
        "1.2.840.10008.5.1.4.1.1.200.8", // XA Performed Procedure Protocol Storage
        "1.2.840.10008.5.1.4.1.1.9999", // of the future
        "1.2.840.113619.4.26", // GE private
        "1.3.12.2.1107.5.9.1", // Siemens private
        "1.2.276.0.48.5.1.4.1.1.7", // private
      })
  void retiredPrivateAndUnknownStorageClassesAreTaken(String uid) {
    assertThat(StorageClasses.contains(uid)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.1", // Verification
        "1.2.840.10008.1.3.10", // Media Storage Directory
        "1.2.840.10008.1.20.1", // Storage Commitment Push Model
        "1.2.840.10008.1.20.2", // Storage Commitment Pull Model (retired)
        "1.2.840.10008.1.40", // Procedural Event Logging
        "1.2.840.10008.3.1.2.1.1", // Detached Patient Management (retired)
        "1.2.840.10008.3.1.2.3.3", // Modality Performed Procedure Step
        "1.2.840.10008.5.1.1.9", // Basic Grayscale Print Management
        "1.2.840.10008.5.1.1.33", // Media Creation Management
        "1.2.840.10008.5.1.4.1.1.200.4", // Protocol Approval - FIND
        "1.2.840.10008.5.1.4.1.1.201.5", // Inventory Creation
        "1.2.840.10008.5.1.4.1.2.2.1", // Study Root - FIND
        "1.2.840.10008.5.1.4.1.2.4.2", // Composite Instance Root Retrieve - MOVE
        "1.2.840.10008.5.1.4.20.1", // Defined Procedure Protocol - FIND
        "1.2.840.10008.5.1.4.31", // Modality Worklist - FIND
        "1.2.840.10008.5.1.4.32.1", // General Purpose Worklist - FIND (retired)
        "1.2.840.10008.5.1.4.33", // Instance Availability Notification
        "1.2.840.10008.5.1.4.34.6.1", // Unified Procedure Step - Push
        "1.2.840.10008.5.1.4.34.8", // RT Conventional Machine Verification
        "1.2.840.10008.5.1.4.37.1", // General Relevant Patient Information Query
        "1.2.840.10008.5.1.4.38.2", // Hanging Protocol - FIND
        "1.2.840.10008.5.1.4.39.3", // Color Palette - MOVE
        "1.2.840.10008.5.1.4.41", // Product Characteristics Query
        "1.2.840.10008.5.1.4.45.4", // Implant Template Group - GET
      })
  void otherServiceClassesAreNot(String uid) {
    assertThat(StorageClasses.contains(uid)).isFalse();
  }
}
