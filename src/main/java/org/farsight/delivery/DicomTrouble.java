package org.farsight.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.farsight.dicom.service.ContextNotAcceptedException;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRj.Reason;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.TlsProblem;

/**
 * Why a call to a DICOM peer did not succeed, in words for whoever has to put it right.
 *
 * @param en in English
 * @param zh in Chinese
 */
public record DicomTrouble(String en, String zh) {

  /**
   * What a failed call means.
   *
   * @param peer who was called
   * @param callingAet as whom
   */
  public static DicomTrouble of(IOException failed, AeAddress peer, String callingAet) {
    return switch (failed) {
      case AssociationException.ConnectFailed connect -> connect(connect, peer);
      case AssociationException.TlsFailed tls -> tls(tls, peer);
      case AssociationException.Rejected rejected ->
          rejected(rejected.rejection(), peer, callingAet);
      case AssociationException.Aborted aborted ->
          new DicomTrouble(
              aborted.ending().describe() + ": the peer broke the association off",
              "对方中断了关联：" + aborted.ending().describe());
      case AssociationException.Lost lost ->
          new DicomTrouble(
              lost.getMessage() + "; is this a DICOM port, and is it without TLS?",
              "连接中断；请确认该端口是 DICOM 端口，以及是否需要 TLS(" + lost.getMessage() + ")");
      case ContextNotAcceptedException context ->
          new DicomTrouble(
              "the association is accepted, but not the presentation context: "
                  + context.getMessage(),
              "关联已接受，但对方不接受表示上下文：" + context.getMessage());
      default ->
          new DicomTrouble(String.valueOf(failed.getMessage()), "对方没有正确应答：" + failed.getMessage());
    };
  }

  private static DicomTrouble connect(AssociationException.ConnectFailed failed, AeAddress peer) {
    String where = peer.host() + ", port " + peer.port();
    return switch (failed.getCause()) {
      case UnknownHostException e ->
          new DicomTrouble(
              "the host name " + peer.host() + " is unknown", "主机名 " + peer.host() + " 无法解析");
      case SocketTimeoutException e ->
          new DicomTrouble(
              "no answer from " + where + ": wrong address, or a firewall",
              peer.host() + " 端口 " + peer.port() + " 无应答：地址有误或被防火墙拦截");
      case NoRouteToHostException e ->
          new DicomTrouble("no route to " + where, "没有到 " + peer.host() + " 的路由");
      case ConnectException e ->
          new DicomTrouble(
              "nobody listens on " + where + " (" + e.getMessage() + ")",
              peer.host() + " 端口 " + peer.port() + " 没有程序监听(" + e.getMessage() + ")");
      case null, default ->
          new DicomTrouble(String.valueOf(failed.getMessage()), "无法连接：" + failed.getMessage());
    };
  }

  private static DicomTrouble tls(AssociationException.TlsFailed failed, AeAddress peer) {
    String en = String.valueOf(failed.getMessage());
    String zh = inChinese(failed.problem(), peer);
    return new DicomTrouble(en, zh + "(" + en + ")");
  }

  private static String inChinese(TlsProblem problem, AeAddress peer) {
    return switch (problem) {
      case HOST_NAME -> "对方证书不是签发给主机 " + peer.host() + " 的";
      case EXPIRED -> "对方证书已过期";
      case NOT_YET_VALID -> "对方证书尚未生效";
      case UNKNOWN_AUTHORITY -> "对方证书的签发机构不在 dicom.tls.trusted 之中";
      case BAD_CERTIFICATE -> "对方证书不可用";
      case NO_CERTIFICATE -> "对方没有出示证书";
      case CERTIFICATE_REQUIRED -> "对方要求客户端证书，而我方没有出示：请设置 dicom.tls.keystore";
      case CERTIFICATE_REFUSED -> "对方不接受我方证书";
      case NO_COMMON_CIPHER -> "双方没有共同的加密套件";
      case NO_COMMON_PROTOCOL -> "双方没有共同的 TLS 版本";
      case NOT_TLS -> "对方端口不使用 TLS";
      case ONLY_TLS -> "对方端口只使用 TLS，而我方未加密：请设置 tls: true";
      case CLOSED -> "对方在 TLS 握手中关闭了连接";
      case TOO_SLOW -> "TLS 握手超时";
      case OTHER -> "TLS 失败";
    };
  }

  private static DicomTrouble rejected(AssociateRj rejection, AeAddress peer, String callingAet) {
    if (rejection.isFor(Reason.CALLED_AE_TITLE_NOT_RECOGNIZED)) {
      return new DicomTrouble(
          "the peer is not called " + peer.aeTitle() + ": called AE title not recognized",
          "对方不认识被叫 AE 标题 " + peer.aeTitle());
    } else if (rejection.isFor(Reason.CALLING_AE_TITLE_NOT_RECOGNIZED)) {
      return new DicomTrouble(
          "the peer does not know us as " + callingAet + ": calling AE title not recognized",
          "对方不认识主叫 AE 标题 " + callingAet + "，须在对方登记");
    } else if (rejection.isFor(Reason.LOCAL_LIMIT_EXCEEDED)
        || rejection.isFor(Reason.TEMPORARY_CONGESTION)) {
      return new DicomTrouble(
          "the peer has too many associations: " + rejection.describe(),
          "对方关联数已达上限：" + rejection.describe());
    }
    return new DicomTrouble(
        "association " + rejection.describe(), "对方拒绝关联：" + rejection.describe());
  }

  /** In one of the two languages. */
  public String in(boolean chinese) {
    return chinese ? zh : en;
  }
}
