package org.farsight.dicom.ul;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The user in whose name an association is requested, PS3.7 annex D.3.3.7: a name, or a name with a
 * passcode. Kerberos tickets, SAML assertions and JSON web tokens are none of these.
 *
 * @param name not empty
 * @param passcode a secret, empty where only the name was given
 */
public record UserIdentity(String name, Optional<String> passcode) {
  private static final int NAME = 1;
  private static final int NAME_AND_PASSCODE = 2;

  public UserIdentity {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the user name is empty");
    }
  }

  /** The item that offers it; the peer is asked to confirm. */
  public UserItem.UserIdentityRq offered() {
    return new UserItem.UserIdentityRq(
        passcode.isPresent() ? NAME_AND_PASSCODE : NAME,
        true,
        name.getBytes(StandardCharsets.UTF_8),
        passcode.orElse("").getBytes(StandardCharsets.UTF_8));
  }

  /** The name or name and passcode that a request offers; empty for other kinds and for none. */
  public static Optional<UserIdentity> of(UserInformation information) {
    return information
        .all(UserItem.UserIdentityRq.class)
        .findFirst()
        .filter(item -> item.primary().length > 0)
        .flatMap(
            item ->
                switch (item.identityType()) {
                  case NAME ->
                      Optional.of(new UserIdentity(text(item.primary()), Optional.empty()));
                  case NAME_AND_PASSCODE ->
                      Optional.of(
                          new UserIdentity(
                              text(item.primary()), Optional.of(text(item.secondary()))));
                  default -> Optional.empty();
                });
  }

  /** Whether name and passcode are those; takes equally long whatever differs in the passcode. */
  public boolean is(String wantedName, String wantedPasscode) {
    byte[] offered = passcode.orElse("").getBytes(StandardCharsets.UTF_8);
    byte[] wanted = wantedPasscode.getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(offered, wanted) && name.equals(wantedName);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Without the passcode: it is a secret. */
  @Override
  public String toString() {
    return "UserIdentity[" + name + (passcode.isPresent() ? ", with passcode]" : "]");
  }
}
