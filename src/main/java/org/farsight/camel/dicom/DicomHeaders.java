package org.farsight.camel.dicom;

import org.apache.camel.spi.Metadata;

/**
 * Message headers of the {@code dicom:} component. Their names begin with {@code Camel}, so that no
 * other component takes them in from outside, an HTTP request for instance.
 */
public final class DicomHeaders {

  @Metadata(
      label = "producer",
      description = "What to do at the peer, instead of the option operation.",
      javaType = "org.farsight.camel.dicom.DicomOperation")
  public static final String OPERATION = "CamelDicomOperation";

  @Metadata(
      label = "consumer",
      description = "What the requestor asks for: store, find, worklist, mppsCreate or mppsSet.",
      javaType = "org.farsight.camel.dicom.DicomOperation")
  public static final String REQUESTED_OPERATION = "CamelDicomRequestedOperation";

  @Metadata(
      description =
          "From the producer: status of the peer's response (0000,0900). To the consumer: the"
              + " status to be answered.",
      javaType = "Integer")
  public static final String STATUS = "CamelDicomStatus";

  @Metadata(
      description =
          "Error Comment (0000,0902), which goes with a status that is no success; cut at 64"
              + " characters. Not about patients.",
      javaType = "String")
  public static final String ERROR_COMMENT = "CamelDicomErrorComment";

  @Metadata(
      description = "SOP Class UID of the object that is stored or referred to.",
      javaType = "String")
  public static final String SOP_CLASS_UID = "CamelDicomSopClassUid";

  @Metadata(
      description = "SOP Instance UID of the object, or of the performed procedure step.",
      javaType = "String")
  public static final String SOP_INSTANCE_UID = "CamelDicomSopInstanceUid";

  @Metadata(
      description =
          "Transfer syntax UID of the data set in the body. Together with the two above it tells"
              + " the producer that the body is a data set without file meta information; the"
              + " consumer sets all three, so that what it receives can be sent on.",
      javaType = "String")
  public static final String TRANSFER_SYNTAX_UID = "CamelDicomTransferSyntaxUid";

  @Metadata(
      label = "producer",
      description =
          "Transfer syntax UID in which store has sent the object: its own, or implicit VR little"
              + " endian where the peer takes an uncompressed object in no other way.",
      javaType = "String")
  public static final String SENT_TRANSFER_SYNTAX_UID = "CamelDicomSentTransferSyntaxUid";

  @Metadata(
      description = "Query/Retrieve Level (0008,0052) of find, move and get.",
      javaType = "org.farsight.dicom.service.QueryLevel")
  public static final String QUERY_LEVEL = "CamelDicomQueryLevel";

  @Metadata(
      label = "producer",
      description = "AE title to which move has the objects sent.",
      javaType = "String")
  public static final String DESTINATION = "CamelDicomDestination";

  @Metadata(
      label = "producer",
      description = "Folder into which get writes the objects.",
      javaType = "String")
  public static final String FOLDER = "CamelDicomFolder";

  @Metadata(
      label = "producer",
      description =
          "Number of completed sub-operations of move and get, of committed instances of commit.",
      javaType = "Integer")
  public static final String COMPLETED = "CamelDicomCompleted";

  @Metadata(
      label = "producer",
      description =
          "Number of failed sub-operations of move and get, of instances that commit could not have"
              + " committed.",
      javaType = "Integer")
  public static final String FAILED = "CamelDicomFailed";

  @Metadata(
      label = "producer",
      description = "Number of sub-operations of move and get that gave a warning.",
      javaType = "Integer")
  public static final String WARNING = "CamelDicomWarning";

  @Metadata(
      label = "producer",
      description =
          "Failed SOP Instance UID List (0008,0058) of move and get, as the peer has sent it.",
      javaType = "java.util.List<String>")
  public static final String FAILED_SOP_INSTANCE_UIDS = "CamelDicomFailedSopInstanceUids";

  @Metadata(
      label = "producer",
      description =
          "What the peer does of the option extendedNegotiation in find, separated by commas; empty"
              + " for nothing of it.",
      javaType = "String")
  public static final String EXTENDED_NEGOTIATION = "CamelDicomExtendedNegotiation";

  @Metadata(
      label = "producer",
      description = "Transaction UID (0008,1195) of commit; made and set where it is missing.",
      javaType = "String")
  public static final String TRANSACTION_UID = "CamelDicomTransactionUid";

  @Metadata(label = "consumer", description = "AE title of the requestor.", javaType = "String")
  public static final String CALLING_AE_TITLE = "CamelDicomCallingAeTitle";

  @Metadata(
      label = "consumer",
      description = "AE title by which the requestor has called this side.",
      javaType = "String")
  public static final String CALLED_AE_TITLE = "CamelDicomCalledAeTitle";

  @Metadata(
      label = "consumer",
      description = "Address and port of the requestor.",
      javaType = "String")
  public static final String REMOTE_ADDRESS = "CamelDicomRemoteAddress";

  @Metadata(
      label = "consumer",
      description = "Number of the association, unique within the component.",
      javaType = "Long")
  public static final String ASSOCIATION_ID = "CamelDicomAssociationId";

  @Metadata(
      label = "consumer",
      description =
          "The request with its association: org.farsight.dicom.service.StoreRequest for store,"
              + " QueryRequest for find, org.farsight.dicom.ul.AssociationInfo for the others.",
      javaType = "Object")
  public static final String REQUEST = "CamelDicomRequest";

  private DicomHeaders() {}
}
