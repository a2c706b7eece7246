package org.farsight.fhir;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/**
 * Holds every resource of a FHIR server to the profiles that it names. One that is ours and names
 * none of our profiles is an error; what others have written is held to FHIR R4 and to whatever it
 * names. Reads page by page: no more than a page is in memory.
 */
public final class ServerCheck {

  /** A resource of ours that names no profile of ours. */
  public static final String NO_PROFILE = "no-profile";

  /** A UUID of version 7, without a scheme. */
  private static final String EXCHANGE_ID =
      "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  private final ServerPages server;
  private final Profiles profiles;
  private final AllowedWarnings allowed;
  private final Listener listener;
  private final Map<String, Integer> read = new TreeMap<>();
  private final Map<Place, Finding> findings = new TreeMap<>();
  private int tolerated;

  /** Is told how far it is. */
  public interface Listener {
    /**
     * @param type being read
     * @param done of this type
     * @param all of this type as the server counts them
     */
    void at(String type, int done, int all);
  }

  private record Place(String type, ProfileIssue issue) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int types = type.compareTo(other.type);
      return types != 0 ? types : issue.compareTo(other.issue);
    }
  }

  /**
   * What remains.
   *
   * @param type of the resources
   * @param issue what it is
   * @param count in how many places
   * @param example relative reference to one of them
   */
  public record Finding(String type, ProfileIssue issue, int count, String example) {}

  /**
   * What came of it.
   *
   * @param read how many resources of each type there are
   * @param findings errors, and warnings that are not allowed; empty if all is well
   * @param tolerated how many warnings are allowed
   */
  public record Outcome(Map<String, Integer> read, List<Finding> findings, int tolerated) {
    /** Keeps both as they are. */
    public Outcome {
      read = new TreeMap<>(read);
      findings = List.copyOf(findings);
    }
  }

  private ServerCheck(
      ServerPages server, Profiles profiles, AllowedWarnings allowed, Listener listener) {
    this.server = server;
    this.profiles = profiles;
    this.allowed = allowed;
    this.listener = listener;
  }

  /**
   * Reads all.
   *
   * @param base address of the server
   * @throws IOException with what the server answered that could not be read
   */
  public static Outcome of(
      String base, Profiles profiles, AllowedWarnings allowed, Listener listener)
      throws IOException, InterruptedException {
    profiles.warmUp();
    try (ServerPages server = new ServerPages(base)) {
      return new ServerCheck(server, profiles, allowed, listener).run();
    }
  }

  private Outcome run() throws IOException, InterruptedException {
    for (String type : server.types()) {
      int all = server.count(type);
      if (all == 0) {
        continue;
      }
      int done = 0;
      listener.at(type, done, all);
      ServerPages.Page page = server.first(type);
      while (true) {
        for (BundleEntryComponent entry : page.entries()) {
          if (entry.getResource() != null && entry.getResource().fhirType().equals(type)) {
            look(entry.getResource());
            listener.at(type, ++done, all);
          }
        }
        if (page.next().isEmpty()) {
          break;
        }
        page = server.next(page.next().get());
      }
      read.put(type, done);
      if (done < all) {
        throw new IOException("the server counts " + all + " " + type + " and gives " + done);
      }
    }
    return new Outcome(read, new ArrayList<>(findings.values()), tolerated);
  }

  private void look(Resource resource) {
    String type = resource.fhirType();
    List<ProfileIssue> issues = new ArrayList<>(profiles.issues(resource));
    if (isOurs(resource) && !namesOurProfile(resource)) {
      issues.add(new ProfileIssue(true, NO_PROFILE, type));
    }
    for (ProfileIssue issue : issues) {
      if (allowed.covers(type, issue)) {
        tolerated++;
      } else {
        String reference = resource.getIdElement().toUnqualifiedVersionless().getValue();
        findings.merge(
            new Place(type, issue),
            new Finding(type, issue, 1, reference),
            (old, one) -> new Finding(type, issue, old.count() + 1, old.example()));
      }
    }
  }

  private static boolean namesOurProfile(Resource resource) {
    return resource.getMeta().getProfile().stream()
        .anyMatch(profile -> profile.getValue().startsWith(Identifiers.BASE));
  }

  /** By where it came from, by its identifier, or by who saw what it tells of. */
  private static boolean isOurs(Resource resource) {
    String source = resource.getMeta().getSource();
    if (source != null && source.replaceFirst("#.*", "").matches(EXCHANGE_ID)) {
      return true;
    }
    if (resource instanceof AuditEvent event) {
      return isOurs(event.getSource().getObserver().getIdentifier());
    }
    Property identifiers = resource.getChildByName("identifier");
    if (identifiers == null) {
      return false;
    }
    for (Base one : identifiers.getValues()) {
      if (one instanceof Identifier identifier && isOurs(identifier)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOurs(Identifier identifier) {
    return identifier.hasSystem() && identifier.getSystem().startsWith(Identifiers.BASE);
  }
}
