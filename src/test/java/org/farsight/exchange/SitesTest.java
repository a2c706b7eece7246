package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SitesTest {

  private static final Site A = site("a", Set.of("CT1"), Set.of("TO_A"), Set.of("10.1.0.0/16"));
  private static final Site B = site("b", Set.of("CT2"), Set.of(), Set.of("10.2.3.4", "fd00::/8"));

  @Test
  void aCallerIsRecognisedByCalledTitleThenCallingTitleThenAddress() throws Exception {
    Sites sites = new Sites(List.of(A, B), false);
    assertThat(sites.ofCaller(Sites.Call.plain("CT2", "TO_A", address("10.2.3.4")))).contains(A);
    assertThat(sites.ofCaller(Sites.Call.plain("CT2", "X", address("10.1.9.9")))).contains(B);
    assertThat(sites.ofCaller(Sites.Call.plain("X", "X", address("10.1.9.9")))).contains(A);
    assertThat(sites.ofCaller(Sites.Call.plain("X", "X", address("10.2.3.4")))).contains(B);
    assertThat(sites.ofCaller(Sites.Call.plain("X", "X", address("fd12::1")))).contains(B);
  }

  @Test
  void aCertificateCountsBeforeAllElse() throws Exception {
    Site secured =
        new Site(
            "s",
            "s",
            "urn:x:s",
            ZoneId.of("+08:00"),
            Set.of(),
            Set.of(),
            Set.of(),
            false,
            List.of(),
            new Site.Access(Set.of("aa", "bb"), 0, Optional.empty()));
    Sites sites = new Sites(List.of(A, secured), false);
    assertThat(
            sites.ofCaller(
                new Sites.Call(
                    "CT1", "TO_A", address("10.1.9.9"), Optional.empty(), Optional.of("bb"))))
        .contains(secured);
    assertThat(
            sites.ofCaller(
                new Sites.Call(
                    "CT1", "X", address("9.9.9.9"), Optional.empty(), Optional.of("cc"))))
        .contains(A);
    Site twin =
        new Site(
            "t",
            "t",
            "urn:x:t",
            ZoneId.of("+08:00"),
            Set.of(),
            Set.of(),
            Set.of(),
            false,
            List.of(),
            new Site.Access(Set.of("bb"), 0, Optional.empty()));
    assertThat(Sites.overlaps(List.of(secured, twin)))
        .containsExactly("sites.s and sites.t both match certificate bb");
  }

  @Test
  void aPortOfItsOwnCountsBeforeTitlesAndAddresses() throws Exception {
    Site atPort = atPort("p", 11120);
    Sites sites = new Sites(List.of(A, atPort), false);
    Sites.Call call =
        new Sites.Call("CT1", "TO_A", address("10.1.9.9"), Optional.of(11120), Optional.empty());
    assertThat(sites.ofCaller(call)).contains(atPort);
    assertThat(sites.ofCaller(Sites.Call.plain("CT1", "X", address("10.1.9.9")))).contains(A);
    assertThat(Sites.overlaps(List.of(atPort, atPort("q", 11120), atPort("r", 11121))))
        .containsExactly("sites.p and sites.q both match port 11120");
  }

  private static Site atPort(String id, int port) {
    return new Site(
        id,
        id,
        "urn:x:" + id,
        ZoneId.of("+08:00"),
        Set.of(),
        Set.of(),
        Set.of(),
        false,
        List.of(),
        new Site.Access(Set.of(), 0, Optional.empty(), Optional.of(port)));
  }

  @Test
  void anUnknownCallerIsRejectedOrBecomesASiteOfItsOwn() throws Exception {
    assertThat(
            new Sites(List.of(A), false).ofCaller(Sites.Call.plain("X", "Y", address("10.9.9.9"))))
        .isEmpty();
    Site unknown =
        new Sites(List.of(A), true)
            .ofCaller(Sites.Call.plain("X Y", "Z", address("10.9.9.9")))
            .orElseThrow();
    assertThat(unknown.id()).isEqualTo("unknown:X_Y");
    assertThat(unknown.patientSystem()).isNotEqualTo(A.patientSystem());
  }

  @Test
  void theSiteOfAnExchangeIsTheSameAfterItLeftTheConfiguration() throws Exception {
    Sites accepting = new Sites(List.of(), true);
    Site unknown =
        accepting.ofCaller(Sites.Call.plain("X Y", "Z", address("10.9.9.9"))).orElseThrow();
    assertThat(accepting.ofExchange(unknown.id()).system()).isEqualTo(unknown.system());
  }

  @Test
  void twoSitesThatMatchOneCallerAreNamed() {
    Site twin = site("c", Set.of("CT1"), Set.of(), Set.of("10.1.2.0/24"));
    assertThat(Sites.overlaps(List.of(A, B))).isEmpty();
    assertThat(Sites.overlaps(List.of(A, B, twin)))
        .containsExactly(
            "sites.a and sites.c both match calling AE title CT1",
            "sites.a and sites.c both match network 10.1.2.0/24");
  }

  @Test
  void whatIsNoNetworkIsNamed() {
    assertThat(
            Sites.overlaps(
                List.of(site("d", Set.of(), Set.of(), Set.of("clinic.lan", "1.2.3.4/33")))))
        .hasSize(2);
  }

  private static InetAddress address(String text) throws Exception {
    return InetAddress.getByName(text);
  }

  private static Site site(String id, Set<String> calling, Set<String> called, Set<String> nets) {
    return new Site(
        id, id, "urn:x:" + id, ZoneId.of("+08:00"), calling, called, nets, false, List.of());
  }
}
