package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who signs in to the demonstration, and the tokens of its branches' gateways. Nothing is known
 * beforehand: passwords and tokens are made at each start, and those of an earlier one end.
 */
final class DemoPeople {
  private static final String LABEL = "farsight demo";
  private static final String READER = "zhang";

  private final Engines engine;
  private final Path folder;
  private final Map<String, String> tokens = new HashMap<>();

  /**
   * Somebody who can sign in.
   *
   * @param role in both languages
   * @param password to be changed at the first sign-in
   */
  record SignIn(String role, String user, String name, String password) {
    /** Hides the password. */
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * Makes the tokens of these sites.
   *
   * @param folder where a file is written for each, which its owner alone can read
   */
  DemoPeople(Engines engine, Path folder, Set<String> sites)
      throws IOException, CommandFailure, InterruptedException {
    this.engine = engine;
    this.folder = Files.createDirectories(folder);
    for (JsonNode old : engine.get("/token").path("tokens")) {
      if (old.path("for").asText().equals(LABEL) && !old.has("revokedAt")) {
        engine.post("/token/" + old.path("id").asText() + "/revoke");
      }
    }
    for (String site : sites) {
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("for", LABEL).put("site", site);
      String token = engine.post("/token", body).path("token").asText();
      write(tokenFile(site), token);
      tokens.put(site, token);
    }
  }

  private static void write(Path file, String secret) throws IOException {
    Files.deleteIfExists(file);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, secret + "\n");
  }

  /** Where the token of a site stands. */
  Path tokenFile(String site) {
    return folder.resolve(site + ".token");
  }

  /** What the gateway of a site sends. */
  String token(String site) {
    String token = tokens.get(site);
    if (token == null) {
      throw new IllegalArgumentException("no token was made for " + site);
    }
    return token;
  }

  /** Makes a reader and somebody of a branch, or gives them other passwords. */
  List<SignIn> accounts(String site, String siteName) throws CommandFailure, InterruptedException {
    Set<String> known = new HashSet<>();
    for (JsonNode one : engine.get("/account").path("accounts")) {
      known.add(one.path("user").asText());
    }
    List<SignIn> made = new ArrayList<>();
    ObjectNode reader = JsonNodeFactory.instance.objectNode().put("role", "reader");
    made.add(account("阅片医生 reader", READER, reader.put("name", "张敏"), known));
    ObjectNode staff = JsonNodeFactory.instance.objectNode().put("role", "branch-staff");
    staff.put("site", site).put("name", siteName);
    made.add(account("分院人员 branch", site, staff, known));
    return made;
  }

  private SignIn account(String role, String user, ObjectNode body, Set<String> known)
      throws CommandFailure, InterruptedException {
    JsonNode account =
        known.contains(user)
            ? engine.post("/account/" + user, body.put("password", "new").put("disabled", false))
            : engine.post("/account", body.put("user", user));
    return new SignIn(role, user, account.path("name").asText(), account.path("password").asText());
  }
}
