package org.farsight.exchange;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * A branch site: who may push, and the issuer of its own patient ids and accession numbers.
 *
 * @param id short name, used in folders, messages and addresses
 * @param name what people call it, in Chinese where the site is Chinese
 * @param system URI below which the site's identifier systems stand, without a slash at the end
 * @param zone for times that carry no offset (default +08:00)
 * @param callingAets calling AE titles that are this site
 * @param calledAets called AE titles that mean this site
 * @param networks remote addresses, single ones or CIDR blocks, that are this site
 * @param singleAssociation true if its devices send a whole study over one association, so that the
 *     association's end makes it complete
 * @param addresses its own archives and workstations, to which what it asks for may be sent
 */
public record Site(
    String id,
    String name,
    String system,
    ZoneId zone,
    Set<String> callingAets,
    Set<String> calledAets,
    Set<String> networks,
    boolean singleAssociation,
    List<Node> addresses) {

  /** System of the site's patient ids (type MR). */
  public String patientSystem() {
    return system + "/patient";
  }

  /** System of the site's accession and order numbers (type ACSN). */
  public String accessionSystem() {
    return system + "/accession";
  }

  /** System of the site's device serial numbers. */
  public String deviceSystem() {
    return system + "/device";
  }
}
