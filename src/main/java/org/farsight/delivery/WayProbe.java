package org.farsight.delivery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import org.farsight.delivery.TargetProbe.Finding;
import org.farsight.exchange.BranchWay;

/** Tries whether a way back to a branch is there. Hands nothing over. */
final class WayProbe {
  private static final int CONNECT_MILLIS = 10_000;

  private WayProbe() {}

  static Finding probe(BranchWay way, TargetProbe probe) {
    return switch (way) {
      case BranchWay.Fhir fhir -> probe.metadata(fhir.url());
      case BranchWay.Hl7 hl7 -> connect(hl7);
      case BranchWay.Dicom dicom -> probe.echo(dicom);
      case BranchWay.Folder folder -> look(folder);
      case BranchWay.Page page -> new Finding(true, "is part of this engine", "由本引擎提供");
    };
  }

  /** A message would be taken for a report: only the connection can be tried. */
  private static Finding connect(BranchWay.Hl7 way) {
    String peer = way.host() + ":" + way.port();
    long start = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(way.host(), way.port()), CONNECT_MILLIS);
      long took = TargetProbe.millisSince(start);
      return new Finding(
          true,
          "somebody listens on " + peer + ", " + took + " ms; no message was sent",
          peer + " 有程序监听，" + took + " ms；未发送消息");
    } catch (IOException e) {
      return new Finding(
          false,
          "no connection with " + peer + ": " + e.getMessage(),
          "无法连接 " + peer + ":" + e.getMessage());
    }
  }

  private static Finding look(BranchWay.Folder way) {
    if (!Files.isDirectory(way.path())) {
      return new Finding(
          false, "the folder " + way.path() + " is not there", "文件夹 " + way.path() + " 不存在");
    }
    return Files.isWritable(way.path())
        ? new Finding(true, "the folder " + way.path() + " can be written", way.path() + " 可写")
        : new Finding(
            false, "the folder " + way.path() + " cannot be written", way.path() + " 不可写");
  }
}
