package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkstationsTest {
  private static final Node READER = new Node("READER1", "127.0.0.1", 104);
  private static final Node EAST_PACS = new Node("PACS", "10.0.0.1", 104);
  private static final Node WEST_PACS = new Node("PACS", "10.0.1.1", 104);
  private static final Node WEST_VIEW = new Node("VIEW", "10.0.1.2", 104);
  private static final Site EAST = site("east", List.of(EAST_PACS));
  private static final Site WEST = site("west", List.of(WEST_PACS, WEST_VIEW));
  private static final List<Site> SITES = List.of(EAST, WEST);

  private final Workstations workstations =
      new Workstations(List.of(READER, new Node("NOWHERE", "no-such-host.invalid", 104)));

  private static Site site(String id, List<Node> addresses) {
    return new Site(
        id, id, "urn:x:" + id, ZoneId.of("+08:00"), Set.of(), Set.of(), Set.of(), false, addresses);
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  @Test
  void aWorkstationIsKnownByTitleAndAddressTogether() throws Exception {
    assertThat(workstations.ofCaller("READER1", address("127.0.0.1"))).contains(READER);
    assertThat(workstations.ofCaller("READER1", address("10.0.0.1"))).isEmpty();
    assertThat(workstations.ofCaller("READER2", address("127.0.0.1"))).isEmpty();
    assertThat(workstations.ofCaller("NOWHERE", address("127.0.0.1"))).isEmpty();
  }

  @Test
  void aSiteSendsToItsOwnAddressesAndAWorkstationToAll() {
    Caller reader = new Caller.Workstation(READER);
    Caller west = new Caller.OfSite(WEST);
    assertThat(workstations.destination(west, "VIEW", SITES)).contains(WEST_VIEW);
    assertThat(workstations.destination(west, "PACS", SITES)).contains(WEST_PACS);
    assertThat(workstations.destination(west, "READER1", SITES)).isEmpty();
    assertThat(workstations.destination(new Caller.OfSite(EAST), "VIEW", SITES)).isEmpty();
    assertThat(workstations.destination(reader, "READER1", SITES)).contains(READER);
    assertThat(workstations.destination(reader, "VIEW", SITES)).contains(WEST_VIEW);
    assertThat(workstations.destination(reader, "PACS", SITES))
        .as("two sites use this AE title")
        .isEmpty();
    assertThat(reader.scope()).isEmpty();
    assertThat(west.scope()).contains("west");
  }
}
