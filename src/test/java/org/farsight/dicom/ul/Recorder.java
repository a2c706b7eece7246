package org.farsight.dicom.ul;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what an observer is told. */
public final class Recorder implements AssociationObserver {
  public final List<AssociationInfo> opened = new CopyOnWriteArrayList<>();
  public final List<Ending> endings = new CopyOnWriteArrayList<>();
  public final List<AssociateRj> rejected = new CopyOnWriteArrayList<>();
  public final List<String> refused = new CopyOnWriteArrayList<>();
  public final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @Override
  public void opened(AssociationInfo association) {
    opened.add(association);
  }

  @Override
  public void closed(AssociationInfo association, Ending ending) {
    endings.add(ending);
  }

  @Override
  public void rejected(AssociationInfo association, AssociateRj rejection, String why) {
    rejected.add(rejection);
  }

  @Override
  public void refused(InetSocketAddress remote, String why) {
    refused.add(why);
  }

  @Override
  public void failed(AssociationInfo association, Throwable cause) {
    failures.add(cause);
  }
}
