package org.farsight.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.farsight.app.Engine;
import org.farsight.archive.Archive;

/**
 * What a person can do with the demonstration while it stays up: sign in and read the case that
 * waits, in both languages; and what to try in another terminal.
 *
 * @param out where it is said
 * @param engineAet AE title of the engine
 * @param data data folder of the engine
 */
record DemoInvitation(PrintWriter out, String engineAet, Path data) {

  /** To the page: address, who signs in, the case. */
  void toRead(
      Engine engine,
      List<DemoPeople.SignIn> people,
      DemoWatch.Waiting waiting,
      Optional<DemoPlan.Site> site) {
    String page = engine.httpAddress() + "/";
    out.println();
    out.println("阅片室 reading room   " + page);
    for (DemoPeople.SignIn one : people) {
      out.println(
          "  %s   用户名 user %-10s 首次密码 first password %s   (%s)"
              .formatted(one.role(), one.user(), one.password(), one.name()));
    }
    engine
        .firstPassword()
        .ifPresent(
            password ->
                out.println(
                    "  管理员 administrator   用户名 user %-10s 首次密码 first password %s"
                        .formatted("admin", password)));
    out.println("  首次登录须修改密码，密码仅显示这一次。");
    out.println("  The password is changed at the first sign-in and shown this once.");
    DemoPlan.Push push = waiting.stage().push();
    String place = site.map(DemoPlan.Site::name).orElse(push.site());
    String what = push.what() + ", " + push.patient().characters() + ", " + place;
    out.println("等待阅片 a case waits   " + what + (waiting.critical() ? "  ▲ 危急值 critical" : ""));
    out.println("  " + page + "reading/" + waiting.caseId());
  }

  /**
   * To the branch.
   *
   * @param reports where its reports arrive
   */
  void toReceive(Path reports) {
    out.println("签发后报告送达分院 signed, the report goes to the branch   " + reports);
  }

  /** To other programs of the demonstration. */
  void toTry(Engine engine, String fhirUrl, Archive archive, DemoPeople people, DemoPlan plan) {
    String dicom = "127.0.0.1:" + engine.dicomPort() + "/" + engineAet;
    String site = "qingshan";
    out.println();
    out.println("Everything stays up until Ctrl-C 按 Ctrl-C 结束：");
    out.println("  engine   " + engine.httpAddress() + "  DICOM " + dicom);
    out.println("  FHIR     " + fhirUrl);
    out.println("  archive  " + archive.address());
    out.println("Try in another terminal 可在另一终端尝试：");
    out.println("  ./farsight send test-data/dicom/ct --to " + dicom + " --from QS_CT");
    out.println(
        "  ./farsight send test-data/ecg/aecg/qingshan-normal.xml --to "
            + engine.httpAddress()
            + " --token-file "
            + people.tokenFile(site));
    out.println("  ./farsight trace " + plan.pushes().getFirst().key() + " --data " + data);
    out.println("  ./farsight account --data " + data);
    out.println("  curl " + fhirUrl + "/Task?status=requested");
  }
}
