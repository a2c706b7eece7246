package org.farsight.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRj.Reason;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.AssociationPolicy.Decision;
import org.farsight.dicom.ul.Ending;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.UserIdentity;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.dicom.ul.UserItem;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Workstations;
import org.junit.jupiter.api.Test;

/** Who may open an association, and what those are told who may not. */
class CallersTest {

  private static final Site.Access TWO_AT_A_TIME = new Site.Access(Set.of(), 2, Optional.empty());
  private static final Site.Access WITH_USER =
      new Site.Access(Set.of(), 0, Optional.of(new Site.User("ct", "1357")));

  private final List<Long> closed = new ArrayList<>();
  private final Callers callers =
      new Callers(
          () -> new Sites(List.of(site("a", TWO_AT_A_TIME), site("b", WITH_USER)), false),
          () -> new Workstations(List.of()),
          "ARCHIVE"::equals,
          closed::add);
  private long lastId;

  private static Site site(String id, Site.Access access) {
    return new Site(
        id,
        id,
        "urn:x:" + id,
        ZoneId.of("+08:00"),
        Set.of("CT_" + id),
        Set.of(),
        Set.of(),
        false,
        List.of(),
        access);
  }

  private static AssociateRq request(String calling, List<UserItem> items) {
    return AssociateRq.of(
        "FARSIGHT",
        calling,
        List.of(new PresentationContext(1, Uid.VERIFICATION, List.of("1.2.840.10008.1.2"))),
        new UserInformation(items));
  }

  private AssociationInfo info(AssociateRq request) {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
    return new AssociationInfo(
        ++lastId,
        request.callingAeTitle(),
        request.calledAeTitle(),
        here,
        here,
        "",
        Optional.empty(),
        UserIdentity.of(request.userInformation()));
  }

  private Decision call(String calling, UserItem... items) {
    AssociateRq request = request(calling, List.of(items));
    return callers.decide(request, info(request));
  }

  private static void expectRejection(Decision decision, AssociateRj rejection, String why) {
    assertThat(decision).isInstanceOf(AssociationPolicy.Reject.class);
    assertThat(((AssociationPolicy.Reject) decision).rejection()).isEqualTo(rejection);
    assertThat(((AssociationPolicy.Reject) decision).why()).contains(why);
  }

  @Test
  void whoIsNotKnownIsToldThatTheCallingTitleIsNotRecognised() {
    expectRejection(
        call("NOBODY"),
        AssociateRj.permanent(Reason.CALLING_AE_TITLE_NOT_RECOGNIZED),
        "no site has this caller");
    assertThat(callers.count()).isZero();
  }

  @Test
  void aSiteMayHaveNoMoreAssociationsThanItsLimit() {
    AssociateRq request = request("CT_a", List.of());
    AssociationInfo first = info(request);
    assertThat(callers.decide(request, first)).isEqualTo(new AssociationPolicy.Accept());
    assertThat(call("CT_a")).isEqualTo(new AssociationPolicy.Accept());
    expectRejection(
        call("CT_a"),
        AssociateRj.transientFor(Reason.LOCAL_LIMIT_EXCEEDED),
        "2 associations are open, sites.a.max-associations");
    assertThat(callers.site(first).orElseThrow().id()).isEqualTo("a");
    callers.closed(first, new Ending.Released(true));
    assertThat(closed).containsExactly(first.id());
    assertThat(callers.site(first)).isEmpty();
    assertThat(call("CT_a")).isEqualTo(new AssociationPolicy.Accept());
    assertThat(callers.count()).isEqualTo(2);
  }

  @Test
  void theUserThatASiteDemandsIsConfirmed() {
    UserItem right = new UserIdentity("ct", Optional.of("1357")).offered();
    assertThat(call("CT_b", right)).isEqualTo(new AssociationPolicy.Accept(true));
    assertThat(call("CT_a", right))
        .as("a user that nobody demands is not confirmed")
        .isEqualTo(new AssociationPolicy.Accept(false));
  }

  @Test
  void anotherOrNoUserIsRefusedWithTheReason() {
    AssociateRj refused = AssociateRj.permanent(Reason.USER_NO_REASON);
    expectRejection(call("CT_b"), refused, "no user identity, sites.b.user");
    expectRejection(
        call("CT_b", new UserIdentity("ct", Optional.of("2468")).offered()),
        refused,
        "another user or passcode");
    expectRejection(
        call("CT_b", new UserIdentity("ct", Optional.empty()).offered()),
        refused,
        "another user or passcode");
    byte[] token = "ct".getBytes(StandardCharsets.UTF_8);
    for (int type = 3; type <= 5; type++) {
      expectRejection(
          call("CT_b", new UserItem.UserIdentityRq(type, true, token, new byte[0])),
          refused,
          "(user identity type " + type + ") is not supported");
    }
    expectRejection(
        call("CT_b", new UserItem.UserIdentityRq(2, true, new byte[0], token)),
        refused,
        "the user identity has no name");
  }

  @Test
  void anArchiveMayCallButIsNeitherSiteNorWorkstation() {
    AssociateRq request = request("ARCHIVE", List.of());
    AssociationInfo association = info(request);
    assertThat(callers.decide(request, association)).isInstanceOf(AssociationPolicy.Accept.class);
    callers.opened(association);
    assertThat(callers.site(association)).isEmpty();
    assertThat(callers.caller(association)).isEmpty();
  }
}
