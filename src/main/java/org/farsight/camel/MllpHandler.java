package org.farsight.camel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.farsight.hl7v2.Mllp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of the MLLP listener: messages out of frames, answers into frames. One message is
 * on its way at a time; while it is, nothing more is read, so that a sender that does not wait for
 * its answers costs no memory. What stands before a frame is passed over.
 */
final class MllpHandler extends ByteToMessageCodec<byte[]> {
  private static final Logger log = LoggerFactory.getLogger(MllpHandler.class);
  private static final int MOST_GARBAGE = 64 << 10;
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final MllpPort.Limits limits;
  private final IntSupplier connections;

  /** A message is with the route and not answered yet. */
  private boolean answering;

  /** Behind the start of a frame. */
  private boolean within;

  /** How far the frame has been searched for its end. */
  private int searched;

  private int garbage;
  private long lastRead = System.nanoTime();
  private long begun = System.nanoTime();

  /**
   * @param connections how many are open, this one maybe not yet among them
   */
  MllpHandler(MllpPort.Limits limits, IntSupplier connections) {
    this.limits = limits;
    this.connections = connections;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    if (connections.getAsInt() >= limits.connections()) {
      end(context, "more than " + limits.connections() + " connections");
      return;
    }
    look(context);
    super.channelActive(context);
  }

  /** Looks at the clock from time to time. */
  private void look(ChannelHandlerContext context) {
    var unused =
        context
            .executor()
            .schedule(
                () -> {
                  if (context.channel().isActive()) {
                    checkTime(context);
                    look(context);
                  }
                },
                LOOK.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void checkTime(ChannelHandlerContext context) {
    long now = System.nanoTime();
    if (answering) {
      return;
    }
    if (within && now - lastRead > limits.stalled().toNanos()) {
      end(context, "a message stopped coming");
    } else if (within && now - begun > limits.whole().toNanos()) {
      end(context, "a message was not whole in time");
    } else if (now - lastRead > limits.idle().toNanos()) {
      end(context, "nothing came for " + limits.idle().toSeconds() + " s");
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    lastRead = System.nanoTime();
    super.channelRead(context, message);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (answering || !seekStart(context, in)) {
      return;
    }
    int from = in.readerIndex();
    int end = seekEnd(in);
    if (end < 0) {
      if (in.readableBytes() > limits.longest()) {
        end(context, "a message is longer than " + limits.longest() + " bytes");
        in.skipBytes(in.readableBytes());
      }
      return;
    }
    byte[] message = new byte[end - from];
    in.readBytes(message).skipBytes(2);
    within = false;
    if (message.length > limits.longest()) {
      end(context, "a message is longer than " + limits.longest() + " bytes");
      return;
    }
    answering = true;
    context.channel().config().setAutoRead(false);
    out.add(message);
  }

  private boolean seekStart(ChannelHandlerContext context, ByteBuf in) {
    if (within) {
      return true;
    }
    int start = in.bytesBefore(Mllp.START);
    int skipped = start < 0 ? in.readableBytes() : start;
    garbage += skipped;
    in.skipBytes(skipped);
    if (garbage > MOST_GARBAGE) {
      end(context, "nothing but bytes outside of frames");
      return false;
    }
    if (start < 0) {
      return false;
    }
    in.skipBytes(1);
    within = true;
    searched = 0;
    garbage = 0;
    begun = System.nanoTime();
    return true;
  }

  /** Index of the frame's end, or -1; looks at each byte once. */
  private int seekEnd(ByteBuf in) {
    int from = in.readerIndex();
    int last = in.writerIndex() - 1;
    for (int at = from + searched; at < last; at++) {
      if (in.getByte(at) == Mllp.END && in.getByte(at + 1) == Mllp.RETURN) {
        return at;
      }
    }
    searched = Math.max(0, last - from);
    return -1;
  }

  @Override
  protected void encode(ChannelHandlerContext context, byte[] answer, ByteBuf out) {
    out.writeBytes(Mllp.frame(answer));
    context
        .executor()
        .execute(
            () -> {
              answering = false;
              lastRead = System.nanoTime();
              context.channel().config().setAutoRead(true);
              readOn(context);
            });
  }

  /** What has come while a message was with the route. */
  private void readOn(ChannelHandlerContext context) {
    try {
      super.channelRead(context, Unpooled.EMPTY_BUFFER);
    } catch (Exception e) {
      exceptionCaught(context, e);
    }
  }

  private static void end(ChannelHandlerContext context, String why) {
    log.warn("MLLP connection from {} closed: {}", context.channel().remoteAddress(), why);
    var unused = context.close();
  }

  /** A broken connection is the peer's to mend. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.info("MLLP connection from {} broke: {}", context.channel().remoteAddress(), cause + "");
    var unused = context.close();
  }
}
