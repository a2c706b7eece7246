package org.farsight.camel.dicom;

import java.net.InetSocketAddress;
import org.apache.camel.Message;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.dicom.ul.AssociationInfo;

/** What a message says of the request that it came with. */
final class RequestHeaders {

  private RequestHeaders() {}

  /** Of a C-STORE. */
  static void put(Message message, StoreRequest request) {
    put(message, DicomOperation.store, request.association(), request);
    message.setHeader(DicomHeaders.SOP_CLASS_UID, request.sopClass());
    message.setHeader(DicomHeaders.SOP_INSTANCE_UID, request.sopInstance());
    message.setHeader(DicomHeaders.TRANSFER_SYNTAX_UID, request.transferSyntax());
  }

  /** Of any request. */
  static void put(
      Message message, DicomOperation operation, AssociationInfo association, Object request) {
    message.setHeader(DicomHeaders.REQUEST, request);
    message.setHeader(DicomHeaders.REQUESTED_OPERATION, operation);
    message.setHeader(DicomHeaders.CALLING_AE_TITLE, association.callingAeTitle().strip());
    message.setHeader(DicomHeaders.CALLED_AE_TITLE, association.calledAeTitle().strip());
    message.setHeader(DicomHeaders.REMOTE_ADDRESS, text(association.remote()));
    message.setHeader(DicomHeaders.ASSOCIATION_ID, association.id());
  }

  /** {@code 192.0.2.1:11112} or {@code [2001:db8::1]:11112}; names are not looked up. */
  private static String text(InetSocketAddress remote) {
    String host = remote.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + remote.getPort();
  }
}
