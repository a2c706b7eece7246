package org.farsight.camel.dicom;

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.farsight.dicom.service.InformationModel;
import org.farsight.dicom.service.QueryLevel;
import org.jspecify.annotations.Nullable;

/** The options of the producer; the annotations describe them, here and in the docs. */
@UriParams
public class DicomProducerConfiguration implements Cloneable {

  @UriParam(
      label = "producer",
      defaultValue = "store",
      description = "What is done at the peer; the header CamelDicomOperation wins over it.")
  private DicomOperation operation = DicomOperation.store;

  @UriParam(
      label = "producer",
      defaultValue = "CAMEL",
      description = "AE title of this side, 1 to 16 characters.")
  private String callingAet = "CAMEL";

  @UriParam(
      label = "producer",
      defaultValue = "true",
      description =
          "Whether a failure status of the peer becomes a DicomStatusException. If false, the route"
              + " goes on and finds the status in the header CamelDicomStatus.")
  private boolean throwExceptionOnFailure = true;

  @UriParam(
      label = "producer",
      defaultValue = "STUDY",
      description =
          "Query/Retrieve Level of find, move and get; the header CamelDicomQueryLevel wins over"
              + " it.")
  private QueryLevel queryLevel = QueryLevel.STUDY;

  @UriParam(
      label = "producer",
      defaultValue = "STUDY_ROOT",
      description = "Information model of find, move and get.")
  private InformationModel informationModel = InformationModel.STUDY_ROOT;

  @UriParam(
      label = "producer,advanced",
      description =
          "What find proposes by extended negotiation (PS3.4 C.5), separated by commas: relational,"
              + " datetime, fuzzy. The header CamelDicomExtendedNegotiation tells what of it the"
              + " peer does.")
  private @Nullable String extendedNegotiation;

  @UriParam(
      label = "producer",
      defaultValue = "1000",
      description =
          "The most matches that find and worklist take; when there are more, the query is"
              + " cancelled and CamelDicomStatus is FE00H.")
  private int limit = 1000;

  @UriParam(
      label = "producer",
      description =
          "AE title to which move has the objects sent, as the peer knows it; the header"
              + " CamelDicomDestination wins over it.")
  private @Nullable String destination;

  @UriParam(
      label = "producer",
      description =
          "Folder into which get writes the objects as files, one for each SOP instance; it must"
              + " exist.")
  private @Nullable String folder;

  @UriParam(
      label = "producer,advanced",
      description =
          "In what objects may come by get: class:syntax, two UIDs, several separated by commas, at"
              + " most 127. Default: frequent image, waveform and document classes in explicit and"
              + " implicit VR little endian, JPEG Baseline, JPEG Lossless and JPEG 2000 Lossless.")
  private @Nullable String storageContexts;

  @UriParam(
      label = "producer",
      defaultValue = "30000",
      description =
          "How long commit waits for the report over the same association, in milliseconds; 0 does"
              + " not wait.")
  private long reportTimeout = 30_000;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "10000",
      description = "For the TCP connection to open, in milliseconds.")
  private long connectTimeout = 10_000;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "60000",
      description = "For the first byte of an answer, in milliseconds.")
  private long responseTimeout = 60_000;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "4",
      description =
          "Associations for store that are open with the peer at a time, in use and resting.")
  private int poolSize = 4;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "60000",
      description =
          "How long store waits for an association while all are in use, in milliseconds.")
  private long poolPatience = 60_000;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "15000",
      description = "An association for store that rests longer is released, in milliseconds.")
  private long poolIdle = 15_000;

  @UriParam(
      label = "producer,security",
      defaultValue = "true",
      description = "Whether the peer's certificate must name the host that was called.")
  private boolean hostnameVerification = true;

  /** A copy that an endpoint may change. */
  DicomProducerConfiguration copy() {
    try {
      return (DicomProducerConfiguration) clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  public DicomOperation getOperation() {
    return operation;
  }

  public void setOperation(DicomOperation operation) {
    this.operation = operation;
  }

  public String getCallingAet() {
    return callingAet;
  }

  public void setCallingAet(String callingAet) {
    this.callingAet = callingAet;
  }

  public boolean isThrowExceptionOnFailure() {
    return throwExceptionOnFailure;
  }

  public void setThrowExceptionOnFailure(boolean throwExceptionOnFailure) {
    this.throwExceptionOnFailure = throwExceptionOnFailure;
  }

  public QueryLevel getQueryLevel() {
    return queryLevel;
  }

  public void setQueryLevel(QueryLevel queryLevel) {
    this.queryLevel = queryLevel;
  }

  public InformationModel getInformationModel() {
    return informationModel;
  }

  public void setInformationModel(InformationModel informationModel) {
    this.informationModel = informationModel;
  }

  public @Nullable String getExtendedNegotiation() {
    return extendedNegotiation;
  }

  public void setExtendedNegotiation(@Nullable String extendedNegotiation) {
    this.extendedNegotiation = extendedNegotiation;
  }

  public int getLimit() {
    return limit;
  }

  public void setLimit(int limit) {
    this.limit = limit;
  }

  public @Nullable String getDestination() {
    return destination;
  }

  public void setDestination(@Nullable String destination) {
    this.destination = destination;
  }

  public @Nullable String getFolder() {
    return folder;
  }

  public void setFolder(@Nullable String folder) {
    this.folder = folder;
  }

  public @Nullable String getStorageContexts() {
    return storageContexts;
  }

  public void setStorageContexts(@Nullable String storageContexts) {
    this.storageContexts = storageContexts;
  }

  public long getReportTimeout() {
    return reportTimeout;
  }

  public void setReportTimeout(long reportTimeout) {
    this.reportTimeout = reportTimeout;
  }

  public long getConnectTimeout() {
    return connectTimeout;
  }

  public void setConnectTimeout(long connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  public long getResponseTimeout() {
    return responseTimeout;
  }

  public void setResponseTimeout(long responseTimeout) {
    this.responseTimeout = responseTimeout;
  }

  public int getPoolSize() {
    return poolSize;
  }

  public void setPoolSize(int poolSize) {
    this.poolSize = poolSize;
  }

  public long getPoolPatience() {
    return poolPatience;
  }

  public void setPoolPatience(long poolPatience) {
    this.poolPatience = poolPatience;
  }

  public long getPoolIdle() {
    return poolIdle;
  }

  public void setPoolIdle(long poolIdle) {
    this.poolIdle = poolIdle;
  }

  public boolean isHostnameVerification() {
    return hostnameVerification;
  }

  public void setHostnameVerification(boolean hostnameVerification) {
    this.hostnameVerification = hostnameVerification;
  }
}
