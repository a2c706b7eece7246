package org.farsight.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The token by which an engine with {@code http.auth: on} knows who sends. Never from the
 * environment, which other programs inherit.
 */
final class TokenOption {
  private static final int LONGEST = 4096;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "For http://: a file with the site's token, made by farsight account token LABEL --site"
              + " ID. It fixes the site.")
  private @Nullable Path file;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "The token itself. Other users of this machine may see it: prefer the file.")
  private @Nullable String text;

  /**
   * The token, where one was given.
   *
   * @throws CommandFailure if the file cannot be read, or holds no single line of printable ASCII
   */
  Optional<String> token() throws CommandFailure {
    Path from = file;
    if (from == null) {
      return text == null ? Optional.empty() : Optional.of(checked(text, "--token"));
    }
    try (InputStream in = Files.newInputStream(from)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      return Optional.of(checked(new String(bytes, StandardCharsets.UTF_8), from.toString()));
    } catch (IOException e) {
      throw new CommandFailure(
          "the token cannot be read from " + from + ": " + SendReport.reason(e), Main.WRONG_USE);
    }
  }

  /** What stands there is a secret and not said. */
  private static String checked(String text, String where) throws CommandFailure {
    String token = text.strip();
    if (token.length() > LONGEST || !token.matches("[\\x21-\\x7e]+")) {
      throw new CommandFailure(
          where + " holds no token: that is one line of letters, digits, - and _", Main.WRONG_USE);
    }
    return token;
  }
}
