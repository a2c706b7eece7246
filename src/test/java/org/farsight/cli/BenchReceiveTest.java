package org.farsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.farsight.bench.Peer;
import org.junit.jupiter.api.Test;

class BenchReceiveTest {
  @Test
  void aPeerIsNameNodeAndMaybeProcess() throws Exception {
    Peer peer = BenchReceive.peer("their PACS=PACS@[::1]:104,pid=4711");
    assertThat(peer.name()).isEqualTo("their PACS");
    assertThat(peer.address()).hasToString("PACS@[::1]:104");
    assertThat(peer.pid()).hasValue(4711);
    assertThat(BenchReceive.peer("x=A@h:1").pid()).isEmpty();
  }

  @Test
  void aPeerThatIsNoneIsRefusedInWords() {
    for (String wrong : new String[] {"", "x", "x=", "x=A@h", "x=A@h:0", "x=A@h:1,pid=z"}) {
      assertThatThrownBy(() -> BenchReceive.peer(wrong))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("--peer " + wrong);
    }
  }
}
