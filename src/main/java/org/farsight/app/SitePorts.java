package org.farsight.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.farsight.camel.Routes;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;

/** The DICOM listeners that sites have to themselves ({@code sites.ID.port}). */
final class SitePorts {

  private final Routes routes;
  private final Map<String, Integer> open = new TreeMap<>();

  SitePorts(Routes routes) {
    this.routes = routes;
  }

  /**
   * Opens and closes listeners until they are those that the sites have.
   *
   * @return what was changed, in words for the engineer
   * @throws Exception if a port cannot be listened on; the others are as they should be by then, or
   *     as they were
   */
  synchronized List<String> follow(Sites sites) throws Exception {
    Map<String, Integer> wanted = new TreeMap<>();
    for (Site site : sites.sites()) {
      site.access().port().ifPresent(port -> wanted.put(site.id(), port));
    }
    List<String> changes = new ArrayList<>();
    for (Map.Entry<String, Integer> old : List.copyOf(open.entrySet())) {
      if (!old.getValue().equals(wanted.get(old.getKey()))) {
        routes.removePort(old.getKey());
        open.remove(old.getKey());
        changes.add("port " + old.getValue() + " of " + old.getKey() + " closed");
      }
    }
    for (Map.Entry<String, Integer> one : wanted.entrySet()) {
      if (!open.containsKey(one.getKey())) {
        routes.addPort(one.getKey(), one.getValue());
        open.put(one.getKey(), one.getValue());
        changes.add("port " + one.getValue() + " of " + one.getKey() + " open");
      }
    }
    return changes;
  }
}
