package org.farsight.fuzz;

import static java.util.Objects.requireNonNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A {@code @FuzzTest} in the form that the Jazzer command line calls. Its JUnit mode takes neither
 * a seed nor inputs in an order: it reads them from a directory, whose order differs from one file
 * system to the next. Jazzer knows one target in a JVM, hence the static state.
 */
public final class Fuzzed {
  private static final CRC32C GIVEN = new CRC32C();
  private static @Nullable Fuzzed target;

  private final Object test;
  private final Method method;

  private Fuzzed(Object test, Method method) {
    this.test = test;
    this.method = method;
  }

  /**
   * Called by Jazzer once.
   *
   * @param args the class of the fuzz test
   */
  public static void fuzzerInitialize(String[] args) throws ReflectiveOperationException {
    Class<?> type = Class.forName(args[0]);
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method method = method(type);
    method.setAccessible(true);
    target = new Fuzzed(constructor.newInstance(), method);
  }

  /** Called by Jazzer with each input. */
  public static void fuzzerTestOneInput(byte[] input) throws Throwable {
    GIVEN.update(ByteBuffer.allocate(Integer.BYTES).putInt(input.length).array());
    GIVEN.update(input);
    requireNonNull(target).take(input);
  }

  /** Called by Jazzer at the end: which inputs there were, in one figure. */
  public static void fuzzerTearDown() {
    System.out.printf("Inputs: %08x%n", GIVEN.getValue());
  }

  private void take(byte[] input) throws Throwable {
    try {
      method.invoke(test, (Object) input);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** The one fuzz test of a class. */
  static Method method(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(FuzzTest.class))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(type + " has no fuzz test"));
  }

  /** Where the findings of a fuzz test are kept, and taken from by its regression test. */
  static Path findings(Class<?> type) {
    return Path.of("src", "test", "resources")
        .resolve(type.getPackageName().replace('.', '/'))
        .resolve(type.getSimpleName() + "Inputs")
        .resolve(method(type).getName());
  }

  /**
   * Writes the seeds and takes the findings of a fuzz test.
   *
   * @return the files, in an order that is the same everywhere
   */
  static List<Path> seeds(Class<?> type, Path directory) throws IOException {
    Files.createDirectories(directory);
    List<Path> files = new ArrayList<>();
    for (byte[] seed : seeds(type)) {
      files.add(Files.write(directory.resolve("seed-" + files.size()), seed));
    }
    if (Files.isDirectory(findings(type))) {
      try (Stream<Path> found = Files.list(findings(type))) {
        found.sorted().forEach(files::add);
      }
    }
    return files;
  }

  private static List<byte[]> seeds(Class<?> type) {
    try {
      Method seeds = type.getDeclaredMethod("seeds");
      seeds.setAccessible(true);
      try (Stream<?> all = (Stream<?>) seeds.invoke(null)) {
        return all.map(byte[].class::cast).toList();
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " gives no seeds", e);
    }
  }
}
