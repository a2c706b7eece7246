package org.farsight.dicom.service;

import java.util.List;
import org.farsight.dicom.data.SopClass;

/**
 * What a service offers for one SOP class, as a conformance statement says it (PS3.2 §6).
 *
 * @param sopClass UID
 * @param name of the SOP class in PS3.6 annex A
 * @param transferSyntaxes UIDs that are accepted, or proposed, the preferred one first
 * @param role of this side in the service class
 */
public record Offer(String sopClass, String name, List<String> transferSyntaxes, Role role) {
  /** Who asks and who is asked, PS3.7 annex D.3.3.4. */
  public enum Role {
    SCU,
    SCP
  }

  public Offer {
    transferSyntaxes = List.copyOf(transferSyntaxes);
  }

  /** An offer under the name of the SOP class. */
  static Offer of(String sopClass, List<String> transferSyntaxes, Role role) {
    return new Offer(sopClass, SopClass.nameOf(sopClass), transferSyntaxes, role);
  }
}
