package org.farsight.dicom.ul;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** A sub-item of the user information item, PS3.8 annex D.1 and PS3.7 annex D.3.3. */
public sealed interface UserItem {
  /** The item type, first byte on the wire. */
  int type();

  /**
   * PS3.8 annex D.1.1.
   *
   * @param length of the largest P-DATA-TF its sender wants to receive, in bytes after the PDU
   *     length field; 0 = no limit
   */
  record MaximumLength(long length) implements UserItem {
    static final int TYPE = 0x51;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /** PS3.7 annex D.3.3.2.1. */
  record ImplementationClassUid(String uid) implements UserItem {
    static final int TYPE = 0x52;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /** PS3.7 annex D.3.3.2.3; at most 16 characters. */
  record ImplementationVersionName(String name) implements UserItem {
    static final int TYPE = 0x55;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /** PS3.7 annex D.3.3.3; 0 = no limit. */
  record AsynchronousOperationsWindow(int invoked, int performed) implements UserItem {
    static final int TYPE = 0x53;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /** PS3.7 annex D.3.3.4. */
  record RoleSelection(String sopClass, boolean scu, boolean scp) implements UserItem {
    static final int TYPE = 0x54;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /** PS3.7 annex D.3.3.5; the application information is kept as it is. */
  record ExtendedNegotiation(String sopClass, byte[] information) implements UserItem {
    static final int TYPE = 0x56;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ExtendedNegotiation that
          && sopClass.equals(that.sopClass)
          && Arrays.equals(information, that.information);
    }

    @Override
    public int hashCode() {
      return Objects.hash(sopClass, Arrays.hashCode(information));
    }

    @Override
    public String toString() {
      return "ExtendedNegotiation[%s, %s]"
          .formatted(sopClass, HexFormat.of().formatHex(information));
    }
  }

  /**
   * PS3.7 annex D.3.3.6.
   *
   * @param relatedGeneralSopClasses UIDs, may be empty
   */
  record CommonExtendedNegotiation(
      String sopClass, String serviceClass, List<String> relatedGeneralSopClasses)
      implements UserItem {
    static final int TYPE = 0x57;

    public CommonExtendedNegotiation {
      relatedGeneralSopClasses = List.copyOf(relatedGeneralSopClasses);
    }

    @Override
    public int type() {
      return TYPE;
    }
  }

  /**
   * PS3.7 annex D.3.3.7.1.
   *
   * @param identityType 1 user name, 2 name and passcode, 3 Kerberos, 4 SAML, 5 JSON web token
   * @param primary the name, ticket, assertion or token
   * @param secondary the passcode for type 2, else empty
   */
  record UserIdentityRq(
      int identityType, boolean positiveResponseRequested, byte[] primary, byte[] secondary)
      implements UserItem {
    static final int TYPE = 0x58;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof UserIdentityRq that
          && identityType == that.identityType
          && positiveResponseRequested == that.positiveResponseRequested
          && Arrays.equals(primary, that.primary)
          && Arrays.equals(secondary, that.secondary);
    }

    @Override
    public int hashCode() {
      return Objects.hash(identityType, Arrays.hashCode(primary), Arrays.hashCode(secondary));
    }

    /** Without the identity: it is a secret. */
    @Override
    public String toString() {
      return "UserIdentityRq[type " + identityType + "]";
    }
  }

  /** PS3.7 annex D.3.3.7.2. */
  record UserIdentityAc(byte[] response) implements UserItem {
    static final int TYPE = 0x59;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof UserIdentityAc that && Arrays.equals(response, that.response);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(response);
    }

    @Override
    public String toString() {
      return "UserIdentityAc[" + response.length + " bytes]";
    }
  }

  /** An item of a type unknown here: kept and written again, otherwise ignored (PS3.8 §9.3.1). */
  record Unknown(int type, byte[] content) implements UserItem {
    @Override
    public boolean equals(Object other) {
      return other instanceof Unknown that
          && type == that.type
          && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
      return Objects.hash(type, Arrays.hashCode(content));
    }

    @Override
    public String toString() {
      return "Unknown[type %02XH, %d bytes]".formatted(type, content.length);
    }
  }
}
