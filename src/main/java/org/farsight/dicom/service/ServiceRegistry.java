package org.farsight.dicom.service;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.Negotiation;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.PresentationContextAnswer.Result;
import org.farsight.dicom.ul.ServiceUser;
import org.farsight.dicom.ul.UserItem;

/**
 * The services behind a listener. An abstract syntax belongs to the first service that serves it,
 * else to the first that invokes it; that one chooses among the transfer syntaxes proposed.
 */
public final class ServiceRegistry implements ServiceUser {
  private final List<DimseService> services;

  /**
   * @param services in the order in which they are asked
   */
  public ServiceRegistry(List<DimseService> services) {
    this.services = List.copyOf(services);
  }

  /** What all services together offer. */
  public List<Offer> offers() {
    return services.stream().flatMap(service -> service.offers().stream()).toList();
  }

  @Override
  public Negotiation.Answer answer(PresentationContext proposed) {
    String abstractSyntax = proposed.abstractSyntax();
    return choice(proposed, serving(abstractSyntax).or(() -> invoking(abstractSyntax)));
  }

  /** Where the requestor will be provider only, it is the invoking service that chooses. */
  @Override
  public Negotiation.Answer answer(
      PresentationContext proposed, Optional<UserItem.RoleSelection> roles) {
    String abstractSyntax = proposed.abstractSyntax();
    boolean providerOnly = roles.filter(role -> role.scp() && !role.scu()).isPresent();
    return providerOnly
        ? choice(proposed, invoking(abstractSyntax).or(() -> serving(abstractSyntax)))
        : answer(proposed);
  }

  private static Negotiation.Answer choice(
      PresentationContext proposed, Optional<DimseService> service) {
    if (service.isEmpty()) {
      return new Negotiation.NotAccepted(Result.ABSTRACT_SYNTAX_NOT_SUPPORTED);
    }
    return service
        .get()
        .transferSyntax(proposed.abstractSyntax(), proposed.transferSyntaxes())
        .<Negotiation.Answer>map(Negotiation.Accepted::new)
        .orElse(new Negotiation.NotAccepted(Result.TRANSFER_SYNTAXES_NOT_SUPPORTED));
  }

  /** The requestor may be SCU of what is served here, and SCP of what is invoked from here. */
  @Override
  public Optional<UserItem.RoleSelection> answer(UserItem.RoleSelection proposed) {
    boolean served = serving(proposed.sopClass()).isPresent();
    boolean invoked = invoking(proposed.sopClass()).isPresent();
    return served || invoked
        ? Optional.of(
            new UserItem.RoleSelection(
                proposed.sopClass(), proposed.scu() && served, proposed.scp() && invoked))
        : Optional.empty();
  }

  @Override
  public Optional<UserItem.ExtendedNegotiation> answer(UserItem.ExtendedNegotiation proposed) {
    String sopClass = proposed.sopClass();
    return serving(sopClass)
        .flatMap(service -> service.negotiate(sopClass, proposed.information()))
        .map(information -> new UserItem.ExtendedNegotiation(sopClass, information));
  }

  @Override
  public void serve(Association association, AssociationObserver observer) throws IOException {
    new ServedAssociation(association, observer, this::serving).serve();
  }

  private Optional<DimseService> serving(String abstractSyntax) {
    return services.stream().filter(service -> service.serves(abstractSyntax)).findFirst();
  }

  private Optional<DimseService> invoking(String abstractSyntax) {
    return services.stream().filter(service -> service.invokes(abstractSyntax)).findFirst();
  }
}
