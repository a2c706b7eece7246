package org.farsight.dicom.service;

import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.SopClass;

/**
 * Which abstract syntaxes are taken for storage: all but those known to belong to another service
 * class, so that retired, private and future storage SOP classes are kept too.
 */
final class StorageClasses {
  /** Storage SOP classes within a root below. PS3.6 annex A. */
  private static final List<String> STORAGE =
      List.of(
          "1.2.840.10008.5.1.1.27", // Stored Print Storage (retired)
          "1.2.840.10008.5.1.1.29", // Hardcopy Grayscale Image Storage (retired)
          "1.2.840.10008.5.1.1.30", // Hardcopy Color Image Storage (retired)
          "1.2.840.10008.5.1.4.34.1", // RT Beams Delivery Instruction Storage (trial, retired)
          "1.2.840.10008.5.1.4.34.7", // RT Beams Delivery Instruction Storage
          "1.2.840.10008.5.1.4.34.10", // RT Brachy Application Setup Delivery Instruction Storage
          "1.2.840.10008.5.1.4.38.1", // Hanging Protocol Storage
          "1.2.840.10008.5.1.4.39.1", // Color Palette Storage
          "1.2.840.10008.5.1.4.43.1", // Generic Implant Template Storage
          "1.2.840.10008.5.1.4.44.1", // Implant Assembly Template Storage
          "1.2.840.10008.5.1.4.45.1", // Implant Template Group Storage
          "1.2.840.10008.5.1.4.1.1.200.1", // CT Defined Procedure Protocol Storage
          "1.2.840.10008.5.1.4.1.1.200.2", // CT Performed Procedure Protocol Storage
          "1.2.840.10008.5.1.4.1.1.200.3", // Protocol Approval Storage
          "1.2.840.10008.5.1.4.1.1.200.7", // XA Defined Procedure Protocol Storage
          "1.2.840.10008.5.1.4.1.1.200.8", // XA Performed Procedure Protocol Storage
          "1.2.840.10008.5.1.4.1.1.201.1"); // Inventory Storage

  /** Roots of UIDs that other service classes use. PS3.6 annex A. */
  private static final List<String> OTHER =
      List.of(
          "1.2.840.10008.1.", // verification, commitment, logging, media directory, syntaxes
          "1.2.840.10008.3.", // application context, MPPS, detached management
          "1.2.840.10008.4.", // service classes
          "1.2.840.10008.5.1.1.", // print, display, media creation
          "1.2.840.10008.5.1.4.1.1.200.", // query/retrieve of protocols
          "1.2.840.10008.5.1.4.1.1.201.", // query/retrieve and creation of inventories
          "1.2.840.10008.5.1.4.1.2.", // query/retrieve
          "1.2.840.10008.5.1.4.20.", // query/retrieve of defined procedure protocols
          "1.2.840.10008.5.1.4.31", // modality worklist
          "1.2.840.10008.5.1.4.32", // general purpose worklist
          "1.2.840.10008.5.1.4.33", // instance availability
          "1.2.840.10008.5.1.4.34.", // unified procedure step, machine verification
          "1.2.840.10008.5.1.4.37.", // relevant patient information
          "1.2.840.10008.5.1.4.38.", // query/retrieve of hanging protocols
          "1.2.840.10008.5.1.4.39.", // query/retrieve of colour palettes
          "1.2.840.10008.5.1.4.41", // product characteristics
          "1.2.840.10008.5.1.4.42", // substance approval
          "1.2.840.10008.5.1.4.43.", // query/retrieve of implant templates
          "1.2.840.10008.5.1.4.44.",
          "1.2.840.10008.5.1.4.45.",
          "1.2.840.10008.7.", // web services
          "1.2.840.10008.8.", // workflow
          "1.2.840.10008.9.",
          "1.2.840.10008.10."); // real-time communication

  private StorageClasses() {}

  static boolean contains(String abstractSyntax) {
    if (STORAGE.contains(abstractSyntax)) {
      return true;
    }
    Optional<SopClass> known = SopClass.of(abstractSyntax);
    if (known.isPresent()) {
      return known.get().isStorage();
    }
    return OTHER.stream().noneMatch(root -> isBelow(abstractSyntax, root));
  }

  /** A root without a final point is a UID itself, with or without more components behind it. */
  private static boolean isBelow(String uid, String root) {
    return root.endsWith(".")
        ? uid.startsWith(root)
        : uid.equals(root) || uid.startsWith(root + ".");
  }
}
