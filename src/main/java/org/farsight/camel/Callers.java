package org.farsight.camel;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Ending;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which site calls on which association: decides at its start, remembers until its end. */
public final class Callers implements AssociationPolicy, AssociationObserver {

  private static final Logger log = LoggerFactory.getLogger(Callers.class);

  private final Supplier<Sites> sites;
  private final LongConsumer closed;
  private final Map<Long, Site> open = new ConcurrentHashMap<>();

  /**
   * Recognises callers.
   *
   * @param sites those in force, which a reload may change
   * @param closed is told the id of each association that has ended
   */
  public Callers(Supplier<Sites> sites, LongConsumer closed) {
    this.sites = sites;
    this.closed = closed;
  }

  @Override
  public Decision decide(AssociateRq request, AssociationInfo association) {
    return recognise(request.callingAeTitle(), request.calledAeTitle(), association.remote())
        .<Decision>map(site -> new Accept())
        .orElseGet(
            () ->
                new Reject(
                    AssociateRj.permanent(AssociateRj.Reason.CALLING_AE_TITLE_NOT_RECOGNIZED)));
  }

  private Optional<Site> recognise(String calling, String called, InetSocketAddress remote) {
    return sites.get().ofCaller(calling.strip(), called.strip(), remote.getAddress());
  }

  /** The site that opened this association; empty when it has lost its leave to push since. */
  public Optional<Site> site(AssociationInfo association) {
    return Optional.ofNullable(open.get(association.id()));
  }

  /** Number of open associations. */
  public int count() {
    return open.size();
  }

  @Override
  public void opened(AssociationInfo association) {
    recognise(association.callingAeTitle(), association.calledAeTitle(), association.remote())
        .ifPresent(site -> open.put(association.id(), site));
    log.debug("association {} opened by {}", association.id(), association.callingAeTitle());
  }

  @Override
  public void closed(AssociationInfo association, Ending ending) {
    open.remove(association.id());
    closed.accept(association.id());
    log.debug("association {} of {}: {}", association.id(), association.callingAeTitle(), ending);
  }

  @Override
  public void rejected(AssociationInfo association, AssociateRj rejection, String why) {
    log.warn(
        "association of {} from {} rejected: {}; add the AE title to a site in farsight.yaml",
        association.callingAeTitle(),
        association.remote(),
        why);
  }

  @Override
  public void refused(InetSocketAddress remote, String why) {
    log.info("connection from {} was no association: {}", remote, why);
  }

  @Override
  public void failed(AssociationInfo association, Throwable cause) {
    log.error("association {} of {} failed", association.id(), association.callingAeTitle(), cause);
  }

  @Override
  public void listenerFailed(Throwable cause) {
    log.error("the DICOM listener cannot accept and goes on trying", cause);
  }
}
