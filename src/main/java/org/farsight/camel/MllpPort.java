package org.farsight.camel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;

/**
 * The bean {@code mllpFrames}: gives each connection of the MLLP listener its own handler, and
 * knows the listener's port and how many connections are open.
 */
public final class MllpPort extends DefaultChannelHandlerFactory {

  /**
   * What a connection may cost.
   *
   * @param longest bytes of a message
   * @param connections open at a time; a further one is closed at once
   * @param idle a connection on which nothing comes for so long is closed
   * @param stalled a message that stops coming for so long ends its connection
   * @param whole a message that is not whole after so long ends its connection
   */
  public record Limits(
      int longest, int connections, Duration idle, Duration stalled, Duration whole) {

    /** A message may stop for a minute and take a quarter of an hour, over a bad line. */
    public Limits(int longest, int connections, Duration idle) {
      this(longest, connections, idle, Duration.ofMinutes(1), Duration.ofMinutes(15));
    }
  }

  private final Limits limits;
  private final ChannelGroup channels =
      new DefaultChannelGroup("mllp", GlobalEventExecutor.INSTANCE);

  /** A port that is not open yet. */
  public MllpPort(Limits limits) {
    this.limits = limits;
  }

  /** The group that the listener and its connections stand in: the bean {@code mllpChannels}. */
  public ChannelGroup channels() {
    return channels;
  }

  /** The port that is listened on; empty while there is none. */
  public Optional<Integer> port() {
    return channels.stream()
        .filter(ServerChannel.class::isInstance)
        .map(Channel::localAddress)
        .filter(InetSocketAddress.class::isInstance)
        .map(address -> ((InetSocketAddress) address).getPort())
        .findFirst();
  }

  /** How many connections are open. */
  public int connections() {
    return (int) channels.stream().filter(channel -> !(channel instanceof ServerChannel)).count();
  }

  @Override
  public ChannelHandler newChannelHandler() {
    return new MllpHandler(limits, this::connections);
  }
}
