package org.farsight.dicom.ul;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.dicom.data.Uid;

/**
 * The user information item, PS3.8 §9.3.2.3: its sub-items in the order sent.
 *
 * @param items all of them, also those of unknown type
 */
public record UserInformation(List<UserItem> items) {
  public UserInformation {
    items = List.copyOf(items);
  }

  /** What every association needs: maximum length and this implementation's identification. */
  public static UserInformation ofThisImplementation(int maximumLength) {
    return new UserInformation(
        List.of(
            new UserItem.MaximumLength(maximumLength),
            new UserItem.ImplementationClassUid(Uid.IMPLEMENTATION_CLASS),
            new UserItem.ImplementationVersionName(Uid.IMPLEMENTATION_VERSION_NAME)));
  }

  /** The same, with a user in whose name the association is requested. */
  public UserInformation withUser(UserIdentity user) {
    return new UserInformation(Stream.concat(items.stream(), Stream.of(user.offered())).toList());
  }

  /** The items of one kind. */
  public <T extends UserItem> Stream<T> all(Class<T> kind) {
    return items.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** What is proposed or answered for a SOP class by extended negotiation, PS3.7 D.3.3.5. */
  public Optional<UserItem.ExtendedNegotiation> extended(String sopClass) {
    return all(UserItem.ExtendedNegotiation.class)
        .filter(item -> item.sopClass().equals(sopClass))
        .findFirst();
  }

  /** The largest P-DATA-TF the sender of this item wants to receive; 0 = no limit. */
  public long maximumLength() {
    return all(UserItem.MaximumLength.class)
        .findFirst()
        .map(UserItem.MaximumLength::length)
        .orElse(0L);
  }

  /** Of the sender's implementation. */
  public Optional<String> implementationVersionName() {
    return all(UserItem.ImplementationVersionName.class)
        .findFirst()
        .map(UserItem.ImplementationVersionName::name);
  }

  /** Of the sender's implementation. */
  public Optional<String> implementationClassUid() {
    return all(UserItem.ImplementationClassUid.class)
        .findFirst()
        .map(UserItem.ImplementationClassUid::uid);
  }
}
