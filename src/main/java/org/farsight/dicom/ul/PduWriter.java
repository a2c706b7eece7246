package org.farsight.dicom.ul;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes PDUs, PS3.8 §9.3. */
public final class PduWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PduWriter() {}

  /**
   * The bytes of a PDU.
   *
   * @throws IllegalArgumentException where a value does not fit its field
   */
  public static byte[] encode(Pdu pdu) {
    byte[] body = new PduWriter().body(pdu);
    PduWriter whole = new PduWriter();
    whole.u8(pdu.type());
    whole.u8(0);
    whole.u32(body.length);
    whole.out.writeBytes(body);
    return whole.out.toByteArray();
  }

  private byte[] body(Pdu pdu) {
    switch (pdu) {
      case AssociateRq rq -> {
        associateHeader(rq.protocolVersion(), rq.calledAeTitle(), rq.callingAeTitle());
        textItem(0x10, rq.applicationContext());
        rq.contexts().forEach(this::proposedContext);
        userInformation(rq.userInformation());
      }
      case AssociateAc ac -> {
        associateHeader(ac.protocolVersion(), ac.calledAeTitle(), ac.callingAeTitle());
        textItem(0x10, ac.applicationContext());
        ac.contexts().forEach(this::answeredContext);
        userInformation(ac.userInformation());
      }
      case AssociateRj rj -> bytes(0, rj.result(), rj.source(), rj.reason());
      case PDataTf data -> data.values().forEach(this::presentationDataValue);
      case ReleaseRq rq -> bytes(0, 0, 0, 0);
      case ReleaseRp rp -> bytes(0, 0, 0, 0);
      case Abort abort -> bytes(0, 0, abort.source(), abort.reason());
    }
    return out.toByteArray();
  }

  private void associateHeader(int version, String called, String calling) {
    u16(version);
    u16(0);
    aeTitle(called);
    aeTitle(calling);
    out.writeBytes(new byte[32]);
  }

  private void proposedContext(PresentationContext context) {
    PduWriter item = new PduWriter();
    item.bytes(context.id(), 0, 0, 0);
    item.textItem(0x30, context.abstractSyntax());
    context.transferSyntaxes().forEach(uid -> item.textItem(0x40, uid));
    item(0x20, item.out.toByteArray());
  }

  private void answeredContext(PresentationContextAnswer context) {
    PduWriter item = new PduWriter();
    item.bytes(context.id(), 0, context.code(), 0);
    item.textItem(0x40, context.transferSyntax());
    item(0x21, item.out.toByteArray());
  }

  private void userInformation(UserInformation information) {
    PduWriter item = new PduWriter();
    information.items().forEach(item::userItem);
    item(0x50, item.out.toByteArray());
  }

  private void userItem(UserItem userItem) {
    PduWriter content = new PduWriter();
    switch (userItem) {
      case UserItem.MaximumLength maximum -> content.u32(maximum.length());
      case UserItem.ImplementationClassUid implementation -> content.text(implementation.uid());
      case UserItem.ImplementationVersionName version -> content.text(version.name());
      case UserItem.AsynchronousOperationsWindow window -> {
        content.u16(window.invoked());
        content.u16(window.performed());
      }
      case UserItem.RoleSelection roles -> {
        content.sized(roles.sopClass());
        content.bytes(roles.scu() ? 1 : 0, roles.scp() ? 1 : 0);
      }
      case UserItem.ExtendedNegotiation extended -> {
        content.sized(extended.sopClass());
        content.out.writeBytes(extended.information());
      }
      case UserItem.CommonExtendedNegotiation common -> {
        content.sized(common.sopClass());
        content.sized(common.serviceClass());
        PduWriter related = new PduWriter();
        common.relatedGeneralSopClasses().forEach(related::sized);
        content.sized(related.out.toByteArray());
      }
      case UserItem.UserIdentityRq identity -> {
        content.bytes(identity.identityType(), identity.positiveResponseRequested() ? 1 : 0);
        content.sized(identity.primary());
        content.sized(identity.secondary());
      }
      case UserItem.UserIdentityAc identity -> content.sized(identity.response());
      case UserItem.Unknown unknown -> content.out.writeBytes(unknown.content());
    }
    item(userItem.type(), content.out.toByteArray());
  }

  private void presentationDataValue(Pdv value) {
    u32(value.fragment().length + 2L);
    u8(value.contextId());
    u8((value.command() ? PDataTf.COMMAND_BIT : 0) | (value.last() ? PDataTf.LAST_BIT : 0));
    out.writeBytes(value.fragment());
  }

  private void aeTitle(String title) {
    byte[] characters = title.getBytes(StandardCharsets.ISO_8859_1);
    if (characters.length > 16) {
      throw new IllegalArgumentException("AE title longer than 16 characters");
    }
    out.writeBytes(characters);
    for (int i = characters.length; i < 16; i++) {
      u8(' ');
    }
  }

  private void item(int type, byte[] content) {
    u8(type);
    u8(0);
    sized(content);
  }

  private void textItem(int type, String text) {
    item(type, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void sized(byte[] content) {
    u16(content.length);
    out.writeBytes(content);
  }

  private void sized(String text) {
    sized(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void bytes(int... values) {
    for (int value : values) {
      u8(value);
    }
  }

  private void u8(int value) {
    out.write(value);
  }

  private void u16(int value) {
    if (value < 0 || value > 0xFFFF) {
      throw new IllegalArgumentException(value + " does not fit in 16 bits");
    }
    out.write(value >> 8);
    out.write(value);
  }

  private void u32(long value) {
    if (value < 0 || value > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(value + " does not fit in 32 bits");
    }
    u16((int) (value >> 16));
    u16((int) (value & 0xFFFF));
  }
}
