package org.farsight.architecture.guilty.ecg.contec;

/** Breaks a rule on purpose: nobody but app and cli sees app. */
@SuppressWarnings({"unused", "UnusedVariable"})
public final class GuiltyRoom {
  private org.farsight.app.Configuration forbidden;
}
