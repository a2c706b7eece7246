package org.farsight.dicom.ul;

import java.util.ArrayList;
import java.util.List;

/** Reads the items and sub-items of A-ASSOCIATE PDUs, PS3.8 §9.3.2, annex D; PS3.7 annex D.3.3. */
final class ItemReader {
  private static final int ABSTRACT_SYNTAX = 0x30;
  private static final int TRANSFER_SYNTAX = 0x40;

  private ItemReader() {}

  /** Item 20H, PS3.8 §9.3.2.2. */
  static PresentationContext proposedContext(PduFields item) throws PduFormatException {
    int id = item.u8("presentation context id");
    item.skip(3, "reserved");
    String abstractSyntax = null;
    List<String> transferSyntaxes = new ArrayList<>();
    while (item.hasMore()) {
      int type = item.u8("sub-item type");
      item.skip(1, "reserved");
      int length = item.u16("sub-item length");
      String uid = item.text(length, "sub-item");
      switch (type) {
        case ABSTRACT_SYNTAX -> {
          if (abstractSyntax != null) {
            throw item.invalid("presentation context " + id + " with two abstract syntaxes");
          }
          abstractSyntax = uid;
        }
        case TRANSFER_SYNTAX -> transferSyntaxes.add(uid);
        default -> {
          // PS3.8 §9.3.1: an item that is not recognized shall be ignored
        }
      }
    }
    if ((id & 1) == 0) {
      throw item.invalid("presentation context id " + id + " is not odd");
    }
    if (abstractSyntax == null || transferSyntaxes.isEmpty()) {
      throw item.invalid("presentation context " + id + " without abstract or transfer syntax");
    }
    return new PresentationContext(id, abstractSyntax, transferSyntaxes);
  }

  /** Item 21H, PS3.8 §9.3.3.2. */
  static PresentationContextAnswer answeredContext(PduFields item) throws PduFormatException {
    int id = item.u8("presentation context id");
    item.skip(1, "reserved");
    int result = item.u8("result");
    item.skip(1, "reserved");
    String transferSyntax = "";
    while (item.hasMore()) {
      int type = item.u8("sub-item type");
      item.skip(1, "reserved");
      String uid = item.text(item.u16("sub-item length"), "sub-item");
      if (type == TRANSFER_SYNTAX) {
        transferSyntax = uid;
      }
    }
    return new PresentationContextAnswer(id, result, transferSyntax);
  }

  /** Item 50H, PS3.8 §9.3.2.3. */
  static UserInformation userInformation(PduFields item) throws PduFormatException {
    List<UserItem> items = new ArrayList<>();
    while (item.hasMore()) {
      int type = item.u8("sub-item type");
      item.skip(1, "reserved");
      items.add(userItem(type, item.part(item.u16("sub-item length"), "sub-item")));
    }
    return new UserInformation(items);
  }

  private static UserItem userItem(int type, PduFields item) throws PduFormatException {
    return switch (type) {
      case UserItem.MaximumLength.TYPE -> new UserItem.MaximumLength(item.u32("maximum length"));
      case UserItem.ImplementationClassUid.TYPE ->
          new UserItem.ImplementationClassUid(
              item.text(item.remaining(), "implementation class UID"));
      case UserItem.ImplementationVersionName.TYPE ->
          new UserItem.ImplementationVersionName(
              item.text(item.remaining(), "implementation version name"));
      case UserItem.AsynchronousOperationsWindow.TYPE ->
          new UserItem.AsynchronousOperationsWindow(
              item.u16("maximum operations invoked"), item.u16("maximum operations performed"));
      case UserItem.RoleSelection.TYPE ->
          new UserItem.RoleSelection(
              sizedText(item, "SOP class UID"), item.u8("SCU role") == 1, item.u8("SCP role") == 1);
      case UserItem.ExtendedNegotiation.TYPE ->
          new UserItem.ExtendedNegotiation(sizedText(item, "SOP class UID"), item.rest());
      case UserItem.CommonExtendedNegotiation.TYPE -> commonExtended(item);
      case UserItem.UserIdentityRq.TYPE ->
          new UserItem.UserIdentityRq(
              item.u8("user identity type"),
              item.u8("positive response requested") == 1,
              item.take(item.u16("primary field length"), "primary field"),
              item.take(item.u16("secondary field length"), "secondary field"));
      case UserItem.UserIdentityAc.TYPE ->
          new UserItem.UserIdentityAc(
              item.take(item.u16("server response length"), "server response"));
      default -> new UserItem.Unknown(type, item.rest());
    };
  }

  private static UserItem commonExtended(PduFields item) throws PduFormatException {
    String sopClass = sizedText(item, "SOP class UID");
    String serviceClass = sizedText(item, "service class UID");
    PduFields related =
        item.part(item.u16("length of related general SOP classes"), "related general SOP classes");
    List<String> classes = new ArrayList<>();
    while (related.hasMore()) {
      classes.add(sizedText(related, "related general SOP class UID"));
    }
    return new UserItem.CommonExtendedNegotiation(sopClass, serviceClass, classes);
  }

  private static String sizedText(PduFields item, String what) throws PduFormatException {
    return item.text(item.u16("length of " + what), what);
  }
}
