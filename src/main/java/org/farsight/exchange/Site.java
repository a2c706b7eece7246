package org.farsight.exchange;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
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
 * @param access what is asked of its callers besides being recognised
 * @param facilities sending facilities (MSH-4) of HL7 v2 messages that are this site
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
    List<Node> addresses,
    Access access,
    Set<String> facilities) {

  /** A site that sends no messages. */
  public Site(
      String id,
      String name,
      String system,
      ZoneId zone,
      Set<String> callingAets,
      Set<String> calledAets,
      Set<String> networks,
      boolean singleAssociation,
      List<Node> addresses,
      Access access) {
    this(
        id,
        name,
        system,
        zone,
        callingAets,
        calledAets,
        networks,
        singleAssociation,
        addresses,
        access,
        Set.of());
  }

  /** A site whose callers need nothing but to be recognised. */
  public Site(
      String id,
      String name,
      String system,
      ZoneId zone,
      Set<String> callingAets,
      Set<String> calledAets,
      Set<String> networks,
      boolean singleAssociation,
      List<Node> addresses) {
    this(
        id,
        name,
        system,
        zone,
        callingAets,
        calledAets,
        networks,
        singleAssociation,
        addresses,
        Access.UNLIMITED);
  }

  /**
   * What is asked of a site's callers.
   *
   * @param certificates SHA-256 fingerprints (64 lower case hexadecimal digits) of TLS certificates
   *     by which the site is recognised before all else
   * @param maxAssociations open at a time, 0 = as many as the listener has
   * @param user whom each of its associations must name
   * @param port of a DICOM listener of its own: who calls there is this site, whatever its AE
   *     titles
   */
  public record Access(
      Set<String> certificates, int maxAssociations, Optional<User> user, Optional<Integer> port) {

    /** No certificate, no limit, no user, no port. */
    public static final Access UNLIMITED = new Access(Set.of(), 0, Optional.empty());

    /** Without a port of its own. */
    public Access(Set<String> certificates, int maxAssociations, Optional<User> user) {
      this(certificates, maxAssociations, user, Optional.empty());
    }
  }

  /**
   * A user identity of type 2, PS3.7 annex D.3.3.7.
   *
   * @param name as the device sends it
   * @param passcode a secret
   */
  public record User(String name, String passcode) {
    /** Without the passcode: it is a secret. */
    @Override
    public String toString() {
      return "User[" + name + "]";
    }
  }

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
