package org.farsight.camel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRj.Reason;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Ending;
import org.farsight.dicom.ul.TlsSession;
import org.farsight.dicom.ul.UserItem;
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
 * only if it belongs to a configured site as well; an archive that studies are delivered to may
 * call to report on storage commitment. One for all listeners of an engine, whose associations have
 * different numbers.
 */
public final class Callers implements AssociationPolicy, AssociationObserver {

  private static final Logger log = LoggerFactory.getLogger(Callers.class);

  private final Supplier<Sites> sites;
  private final Supplier<Workstations> workstations;
  private final Predicate<String> archives;
  private final LongConsumer closed;
  private final Map<Long, Known> open = new ConcurrentHashMap<>();

  /**
   * Who a caller is.
   *
   * @param site that it stores for, if any
   * @param workstation that it is, if any
   * @param archive true if it is called as an archive that studies are delivered to
   */
  private record Known(Optional<Site> site, Optional<Node> workstation, boolean archive) {
    Optional<Caller> caller() {
      return workstation
          .<Caller>map(Caller.Workstation::new)
          .or(() -> site.map(Caller.OfSite::new));
    }

    boolean isOf(Site other) {
      return site.filter(own -> own.id().equals(other.id())).isPresent();
    }

    boolean any() {
      return site.isPresent() || workstation.isPresent() || archive;
    }
  }

  /**
   * Recognises callers.
   *
   * @param sites those in force, which a reload may change
   * @param workstations those in force, which a reload may change
   * @param archives whether an AE title is that of an archive in force
   * @param closed is told the id of each association that has ended
   */
  public Callers(
      Supplier<Sites> sites,
      Supplier<Workstations> workstations,
      Predicate<String> archives,
      LongConsumer closed) {
    this.sites = sites;
    this.workstations = workstations;
    this.archives = archives;
    this.closed = closed;
  }

  @Override
  public Decision decide(AssociateRq request, AssociationInfo association) {
    Known known = recognise(association);
    if (!known.any()) {
      return new Reject(
          AssociateRj.permanent(Reason.CALLING_AE_TITLE_NOT_RECOGNIZED),
          "no site has this caller; add the AE title to a site in farsight.yaml");
    }
    Optional<String> wrong = known.site().flatMap(site -> wrongUser(site, request, association));
    if (wrong.isPresent()) {
      return new Reject(AssociateRj.permanent(Reason.USER_NO_REASON), wrong.get());
    }
    return enter(known, association);
  }

  private Known recognise(AssociationInfo association) {
    String from = association.callingAeTitle().strip();
    String to = association.calledAeTitle().strip();
    InetAddress address = association.remote().getAddress();
    Optional<String> certificate = association.tls().flatMap(TlsSession::peerFingerprint);
    Optional<Node> workstation = workstations.get().ofCaller(from, address);
    Sites.Call call =
        new Sites.Call(from, to, address, Optional.of(association.local().getPort()), certificate);
    Optional<Site> site =
        workstation.isPresent() ? sites.get().configured(call) : sites.get().ofCaller(call);
    return new Known(site, workstation, archives.test(from));
  }

  /** Why the user of this request is not the one that the site's associations must name. */
  private static Optional<String> wrongUser(
      Site site, AssociateRq request, AssociationInfo association) {
    if (site.access().user().isEmpty()) {
      return Optional.empty();
    }
    Site.User wanted = site.access().user().get();
    String where = ", sites." + site.id() + ".user";
    if (association.user().isPresent()) {
      return association.user().get().is(wanted.name(), wanted.passcode())
          ? Optional.empty()
          : Optional.of("another user or passcode" + where);
    }
    return Optional.of(
        request
                .userInformation()
                .all(UserItem.UserIdentityRq.class)
                .findFirst()
                .map(item -> identityNotTaken(item.identityType()))
                .orElse("no user identity")
            + where);
  }

  /** PS3.7 table D.3-14. */
  private static String identityNotTaken(int type) {
    return switch (type) {
      case 1, 2 -> "the user identity has no name";
      case 3 -> "a Kerberos service ticket (user identity type 3) is not supported";
      case 4 -> "a SAML assertion (user identity type 4) is not supported";
      case 5 -> "a JSON web token (user identity type 5) is not supported";
      default -> "user identity type " + type + " is unknown";
    };
  }

  /** Counts the association, unless the site has its fill. */
  private synchronized Decision enter(Known known, AssociationInfo association) {
    for (Site site : known.site().stream().toList()) {
      int most = site.access().maxAssociations();
      long now = open.values().stream().filter(other -> other.isOf(site)).count();
      if (most > 0 && now >= most) {
        return new Reject(
            AssociateRj.transientFor(Reason.LOCAL_LIMIT_EXCEEDED),
            "%d associations are open, sites.%s.max-associations".formatted(now, site.id()));
      }
    }
    open.put(association.id(), known);
    return new Accept(known.site().flatMap(site -> site.access().user()).isPresent());
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
    log.debug(
        "association {} opened by {}{}",
        association.id(),
        association.callingAeTitle(),
        association.tls().map(tls -> " over " + tls).orElse(""));
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
        "association of {} from {} {}: {}",
        association.callingAeTitle(),
        association.remote(),
        rejection.describe(),
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
