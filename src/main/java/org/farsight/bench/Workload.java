package org.farsight.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a client does to a server in one go. It ends when all objects are sent, or no more are begun
 * when its time is up: a slow server is not measured for minutes.
 *
 * @param name short, the same in every output
 * @param object makes what is sent
 * @param clients at a time, each with one association and one outstanding C-STORE
 * @param perAssociation objects after which a client opens a new association; 0: never
 * @param perStudy objects after which a client goes on with a new study
 * @param objects in all, shared by the clients
 * @param limit of time
 */
public record Workload(
    String name,
    Supplier<ObjectTemplate> object,
    int clients,
    int perAssociation,
    int perStudy,
    int objects,
    Duration limit) {

  /** A CT, one client. */
  public static final String CT_1 = "CT 0.5 MB, 1 client";

  /** A CT, four clients. */
  public static final String CT_4 = "CT 0.5 MB, 4 clients";

  /** Twelve leads, four clients. */
  public static final String ECG_4 = "ECG 124 KB, 4 clients";

  /** An association for each ECG. */
  public static final String SHORT = "300 associations of 1 ECG, 4 clients";

  /** 105 MB each. */
  public static final String MULTI_FRAME = "multi-frame 105 MB, 1 client";

  /**
   * The five workloads.
   *
   * @param quick a tenth of the objects: to see that all works, not to believe the figures
   */
  public static List<Workload> all(boolean quick) {
    int divisor = quick ? 10 : 1;
    Duration limit = Duration.ofSeconds(quick ? 2 : 8);
    return List.of(
        new Workload(CT_1, BenchObjects::ct, 1, 0, 200, 500 / divisor, limit),
        new Workload(CT_4, BenchObjects::ct, 4, 0, 200, 1000 / divisor, limit),
        new Workload(ECG_4, BenchObjects::ecg, 4, 0, 1, 3000 / divisor, limit),
        new Workload(SHORT, BenchObjects::ecg, 4, 1, 1, 300 / divisor, limit),
        new Workload(
            MULTI_FRAME, () -> BenchObjects.multiFrame(100), 1, 0, 1, quick ? 1 : 4, limit));
  }

  /** Four multi-frame objects at once: what shows how much memory a server takes. */
  public static Workload fourLarge() {
    return new Workload(
        "4 × 105 MB at once",
        () -> BenchObjects.multiFrame(100),
        4,
        0,
        1,
        4,
        Duration.ofMinutes(1));
  }

  /** The same with another number of objects. */
  Workload withObjects(int number) {
    return new Workload(name, object, clients, perAssociation, perStudy, number, limit);
  }
}
