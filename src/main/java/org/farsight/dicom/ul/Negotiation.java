package org.farsight.dicom.ul;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.ul.PresentationContextAnswer.Result;

/** How a request becomes an acceptance, PS3.8 §7.1.1 and PS3.7 annex D.3. Pure. */
public final class Negotiation {
  /** The answer to one proposed presentation context. */
  public sealed interface Answer {}

  /**
   * Accepted.
   *
   * @param transferSyntax one of those proposed
   */
  public record Accepted(String transferSyntax) implements Answer {}

  /**
   * Not accepted.
   *
   * @param result any but {@link Result#ACCEPTANCE}
   */
  public record NotAccepted(Result result) implements Answer {
    public NotAccepted {
      if (result == Result.ACCEPTANCE) {
        throw new IllegalArgumentException("a context that is not accepted needs a reason");
      }
    }
  }

  /** The smallest P-DATA-TF that can carry anything: a PDV header and two bytes. */
  private static final long SMALLEST_LENGTH = PDataTf.PDV_HEADER + 2L;

  /** Operations that a peer may have open at a time: they wait in the connection, not in memory. */
  private static final int MOST_OPERATIONS = 64;

  private Negotiation() {}

  /**
   * What the provider itself cannot accept (AE-6): another protocol version, another application
   * context, a maximum length in which nothing fits.
   */
  public static Optional<AssociateRj> objection(AssociateRq request) {
    if ((request.protocolVersion() & 1) == 0) {
      return Optional.of(AssociateRj.permanent(AssociateRj.Reason.PROTOCOL_VERSION_NOT_SUPPORTED));
    }
    if (!request.applicationContext().equals(Uid.APPLICATION_CONTEXT)) {
      return Optional.of(
          AssociateRj.permanent(AssociateRj.Reason.APPLICATION_CONTEXT_NOT_SUPPORTED));
    }
    long maximum = request.userInformation().maximumLength();
    if (maximum != 0 && maximum < SMALLEST_LENGTH) {
      return Optional.of(AssociateRj.permanent(AssociateRj.Reason.ACSE_NO_REASON));
    }
    return Optional.empty();
  }

  /**
   * The acceptance: each context is answered for itself, also where several propose the same
   * abstract syntax. Asynchronous operations are taken as proposed up to a limit (they are
   * performed one after the other); this side invokes one at a time.
   *
   * @param maximumLength of the P-DATA-TF that this side takes
   */
  public static AssociateAc accept(AssociateRq request, ServiceUser user, int maximumLength) {
    List<PresentationContextAnswer> answers =
        request.contexts().stream().map(context -> answer(context, request, user)).toList();
    List<UserItem> items =
        new ArrayList<>(UserInformation.ofThisImplementation(maximumLength).items());
    UserInformation proposed = request.userInformation();
    proposed
        .all(UserItem.AsynchronousOperationsWindow.class)
        .findFirst()
        .ifPresent(
            window ->
                items.add(
                    new UserItem.AsynchronousOperationsWindow(operations(window.invoked()), 1)));
    proposed
        .all(UserItem.RoleSelection.class)
        .forEach(roles -> user.answer(roles).ifPresent(items::add));
    items.addAll(extended(request, answers, user));
    return new AssociateAc(
        1,
        request.calledAeTitle(),
        request.callingAeTitle(),
        Uid.APPLICATION_CONTEXT,
        answers,
        new UserInformation(items));
  }

  /** One answer for each SOP class that has a context: the first proposal counts. */
  private static Collection<UserItem> extended(
      AssociateRq request, List<PresentationContextAnswer> answers, ServiceUser user) {
    Set<String> accepted = new HashSet<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).accepted()) {
        accepted.add(request.contexts().get(i).abstractSyntax());
      }
    }
    Map<String, UserItem> extended = new LinkedHashMap<>();
    request
        .userInformation()
        .all(UserItem.ExtendedNegotiation.class)
        .filter(proposed -> accepted.contains(proposed.sopClass()))
        .forEach(
            proposed ->
                user.answer(proposed)
                    .ifPresent(answer -> extended.putIfAbsent(proposed.sopClass(), answer)));
    return extended.values();
  }

  /** 0 proposes any number of them. */
  private static int operations(int proposed) {
    return proposed == 0 ? MOST_OPERATIONS : Math.min(proposed, MOST_OPERATIONS);
  }

  /**
   * The acceptance with a confirmation of the user, where the request asks for one. For a name,
   * with or without passcode, the server response is empty (PS3.7 annex D.3.3.7.2).
   */
  static AssociateAc confirmingUser(AssociateRq request, AssociateAc acceptance) {
    if (request
        .userInformation()
        .all(UserItem.UserIdentityRq.class)
        .noneMatch(UserItem.UserIdentityRq::positiveResponseRequested)) {
      return acceptance;
    }
    List<UserItem> items = new ArrayList<>(acceptance.userInformation().items());
    items.add(new UserItem.UserIdentityAc(new byte[0]));
    return new AssociateAc(
        acceptance.protocolVersion(),
        acceptance.calledAeTitle(),
        acceptance.callingAeTitle(),
        acceptance.applicationContext(),
        acceptance.contexts(),
        new UserInformation(items));
  }

  private static PresentationContextAnswer answer(
      PresentationContext proposed, AssociateRq request, ServiceUser user) {
    Optional<UserItem.RoleSelection> roles =
        request
            .userInformation()
            .all(UserItem.RoleSelection.class)
            .filter(selection -> selection.sopClass().equals(proposed.abstractSyntax()))
            .findFirst();
    return switch (user.answer(proposed, roles)) {
      case Accepted accepted ->
          new PresentationContextAnswer(
              proposed.id(), Result.ACCEPTANCE, accepted.transferSyntax());
      // PS3.8 table 9-18: the transfer syntax is of no meaning here, but the sub-item must be there
      case NotAccepted not ->
          new PresentationContextAnswer(
              proposed.id(), not.result(), proposed.transferSyntaxes().get(0));
    };
  }
}
