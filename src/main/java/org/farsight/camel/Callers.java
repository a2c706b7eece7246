package org.farsight.camel;

import java.net.InetAddress;
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
import org.farsight.exchange.Caller;
import org.farsight.exchange.Node;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Workstations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who calls on which association: decides at its start, remembers until its end. A device of a site
 * may store and ask for what its site has stored; a workstation may ask for everything, and store
 * only if it belongs to a configured site as well.
 */
public final class Callers implements AssociationPolicy, AssociationObserver {

  private static final Logger log = LoggerFactory.getLogger(Callers.class);

  private final Supplier<Sites> sites;
  private final Supplier<Workstations> workstations;
  private final LongConsumer closed;
  private final Map<Long, Known> open = new ConcurrentHashMap<>();

  /**
   * Who a caller is.
   *
   * @param site that it stores for, if any
   * @param workstation that it is, if any
   */
  private record Known(Optional<Site> site, Optional<Node> workstation) {
    Optional<Caller> caller() {
      return workstation
          .<Caller>map(Caller.Workstation::new)
          .or(() -> site.map(Caller.OfSite::new));
    }
  }

  /**
   * Recognises callers.
   *
   * @param sites those in force, which a reload may change
   * @param workstations those in force, which a reload may change
   * @param closed is told the id of each association that has ended
   */
  public Callers(Supplier<Sites> sites, Supplier<Workstations> workstations, LongConsumer closed) {
    this.sites = sites;
    this.workstations = workstations;
    this.closed = closed;
  }

  @Override
  public Decision decide(AssociateRq request, AssociationInfo association) {
    return recognise(request.callingAeTitle(), request.calledAeTitle(), association.remote())
        .caller()
        .<Decision>map(caller -> new Accept())
        .orElseGet(
            () ->
                new Reject(
                    AssociateRj.permanent(AssociateRj.Reason.CALLING_AE_TITLE_NOT_RECOGNIZED)));
  }

  private Known recognise(String calling, String called, InetSocketAddress remote) {
    String from = calling.strip();
    String to = called.strip();
    InetAddress address = remote.getAddress();
    Optional<Node> workstation = workstations.get().ofCaller(from, address);
    Optional<Site> site =
        workstation.isPresent()
            ? sites.get().configured(from, to, address)
            : sites.get().ofCaller(from, to, address);
    return new Known(site, workstation);
  }

  /** The site that opened this association; empty for a workstation that belongs to none. */
  public Optional<Site> site(AssociationInfo association) {
    return Optional.ofNullable(open.get(association.id())).flatMap(Known::site);
  }

  /** Who opened this association, as far as queries and retrievals go. */
  public Optional<Caller> caller(AssociationInfo association) {
    return Optional.ofNullable(open.get(association.id())).flatMap(Known::caller);
  }

  /** Number of open associations. */
  public int count() {
    return open.size();
  }

  @Override
  public void opened(AssociationInfo association) {
    open.put(
        association.id(),
        recognise(association.callingAeTitle(), association.calledAeTitle(), association.remote()));
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
