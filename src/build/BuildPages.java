import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * Builds or tests the pages (src/main/web) with the machine's Node.js; Maven starts it as {@code
 * java BuildPages.java build|test ROOT}. Nothing is done for sources that it has been done for.
 * Where Node.js or npm is missing it says so and the engine is built without pages.
 */
final class BuildPages {
  private static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT).startsWith("windows");

  private final Path web;
  private final Path output;
  private final Path stamps;

  private BuildPages(Path root) {
    this.web = root.resolve("src/main/web");
    this.output = root.resolve("target/classes/org/farsight/web/pages");
    this.stamps = root.resolve("target/web");
  }

  public static void main(String[] arguments) throws Exception {
    BuildPages pages = new BuildPages(Path.of(arguments[1]).toAbsolutePath());
    switch (arguments[0]) {
      case "build" -> pages.build();
      case "test" -> pages.test();
      default -> throw new IllegalArgumentException("build or test");
    }
  }

  private boolean nodeIsMissing() throws Exception {
    for (String tool : List.of("node", "npm")) {
      if (!answers(tool)) {
        System.out.println(
            "[WARNING] pages: no "
                + tool
                + " was found, so the reading room's pages are left out.");
        System.out.println(
            "[WARNING] pages: install Node.js 20.19 or newer with npm and build again.");
        return true;
      }
    }
    return false;
  }

  private boolean answers(String tool) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command(tool, List.of("--version")))
              .directory(web.toFile())
              .redirectErrorStream(true)
              .start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private void build() throws Exception {
    String sources = digest(web);
    if (isStamped("built", sources) && Files.exists(output.resolve("index.html"))) {
      return;
    }
    if (nodeIsMissing()) {
      return;
    }
    install();
    run("node", "node_modules/typescript/bin/tsc", "--noEmit");
    run("node", "node_modules/vite/bin/vite.js", "build", "--logLevel", "error");
    stamp("built", sources);
  }

  private void test() throws Exception {
    String sources = digest(web);
    if (isStamped("tested", sources)) {
      System.out.println("[INFO] pages: their tests have passed already");
      return;
    }
    if (nodeIsMissing()) {
      return;
    }
    install();
    run("node", "node_modules/vitest/vitest.mjs", "run");
    stamp("tested", sources);
  }

  /** What package-lock.json names; done anew only when that has changed. */
  private void install() throws Exception {
    String lock = hex(Files.readAllBytes(web.resolve("package-lock.json")));
    Path mark = web.resolve("node_modules/.installed");
    if (Files.exists(mark) && Files.readString(mark).equals(lock)) {
      return;
    }
    run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error");
    Files.writeString(mark, lock);
  }

  private void run(String tool, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command(tool, List.of(arguments)));
    builder.directory(web.toFile()).inheritIO();
    builder.environment().put("FARSIGHT_PAGES", output.toString());
    int status = builder.start().waitFor();
    if (status != 0) {
      System.out.println(
          "[ERROR] pages: "
              + tool
              + " "
              + String.join(" ", arguments)
              + " failed ("
              + status
              + ").");
      System.out.println("[ERROR] pages: -Dpages.skip builds the engine without its pages.");
      System.exit(1);
    }
  }

  private static List<String> command(String tool, List<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of(WINDOWS && tool.equals("npm") ? "npm.cmd" : tool));
    command.addAll(arguments);
    return command;
  }

  private boolean isStamped(String what, String sources) throws IOException {
    Path stamp = stamps.resolve(what);
    return Files.exists(stamp) && Files.readString(stamp).equals(sources);
  }

  private void stamp(String what, String sources) throws IOException {
    Files.createDirectories(stamps);
    Files.writeString(stamps.resolve(what), sources);
  }

  /** Of every file of the pages' sources, with its name. */
  private static String digest(Path folder) throws Exception {
    TreeMap<String, String> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes) {
            return one.endsWith("node_modules")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path one, BasicFileAttributes attributes)
              throws IOException {
            files.put(folder.relativize(one).toString(), hex(Files.readAllBytes(one)));
            return FileVisitResult.CONTINUE;
          }
        });
    return hex(files.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
