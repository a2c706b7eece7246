package org.farsight.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.VerificationScp;
import org.farsight.dicom.ul.PresentationContextAnswer.Result;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  private final ServiceUser user =
      new ServiceRegistry(
          List.of(new VerificationScp(), new StorageScp((request, dataSet) -> Status.SUCCESS)));

  private static AssociateRq request(List<UserItem> items, PresentationContext... contexts) {
    return AssociateRq.of("SCP", "SCU", List.of(contexts), new UserInformation(items));
  }

  @Test
  void eachContextIsAnsweredForItselfInTheOrderProposed() {
    AssociateAc answer =
        Negotiation.accept(
            request(
                List.of(),
                new PresentationContext(5, Uid.CT_IMAGE_STORAGE, List.of("1.2.9", "1.2.8")),
                new PresentationContext(3, Uid.STUDY_ROOT_FIND, List.of("1.2.7")),
                new PresentationContext(1, Uid.CT_IMAGE_STORAGE, List.of("1.2.8"))),
            user,
            16384);
    assertThat(answer.contexts())
        .containsExactly(
            new PresentationContextAnswer(5, Result.ACCEPTANCE, "1.2.9"),
            new PresentationContextAnswer(3, Result.ABSTRACT_SYNTAX_NOT_SUPPORTED, "1.2.7"),
            new PresentationContextAnswer(1, Result.ACCEPTANCE, "1.2.8"));
    assertThat(answer.userInformation().maximumLength()).isEqualTo(16384);
    assertThat(answer.calledAeTitle()).isEqualTo("SCP");
    assertThat(answer.callingAeTitle()).isEqualTo("SCU");
  }

  @Test
  void proposedWindowAndRolesAreAnsweredAndOnlyThese() {
    PresentationContext ct = new PresentationContext(1, Uid.CT_IMAGE_STORAGE, List.of("1.2.8"));
    AssociateAc answer =
        Negotiation.accept(
            request(
                List.of(
                    new UserItem.AsynchronousOperationsWindow(0, 0),
                    new UserItem.RoleSelection(Uid.CT_IMAGE_STORAGE, true, true),
                    new UserItem.RoleSelection(Uid.STUDY_ROOT_FIND, true, true)),
                ct),
            user,
            16384);
    assertThat(answer.userInformation().items())
        .contains(
            new UserItem.AsynchronousOperationsWindow(64, 1),
            new UserItem.RoleSelection(Uid.CT_IMAGE_STORAGE, true, false))
        .hasSize(5);
    assertThat(Negotiation.accept(request(List.of(), ct), user, 16384).userInformation().items())
        .hasSize(3);
  }

  @Test
  void aMaximumLengthInWhichNothingFitsIsAnObjection() {
    PresentationContext ct = new PresentationContext(1, Uid.CT_IMAGE_STORAGE, List.of("1.2.8"));
    assertThat(Negotiation.objection(request(List.of(new UserItem.MaximumLength(7)), ct)))
        .contains(new AssociateRj(1, 2, 1));
    assertThat(Negotiation.objection(request(List.of(new UserItem.MaximumLength(8)), ct)))
        .isEmpty();
    assertThat(Negotiation.objection(request(List.of(new UserItem.MaximumLength(0)), ct)))
        .isEmpty();
  }
}
