package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.farsight.ledger.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseReaderTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Settings settings(String... set) throws IOException {
    return Settings.read(Files.writeString(folder.resolve("empty.yaml"), ""), List.of(set));
  }

  private DatabaseReader.Place read(String... set) throws IOException {
    Settings s = settings(set);
    DatabaseReader.Place place = DatabaseReader.read(s, folder);
    assertThat(s.mistakes()).isEmpty();
    return place;
  }

  private String mistake(String... set) throws IOException {
    Settings s = settings(set);
    DatabaseReader.read(s, folder);
    assertThat(s.mistakes()).hasSize(1);
    return s.mistakes().getFirst();
  }

  @Test
  void theLedgerIsAFileOfTheDataFolderUnlessTheUrlSaysMore() throws IOException {
    assertThat(read()).isEqualTo(new DatabaseReader.Place(folder, Optional.empty()));
    assertThat(read("database.url=jdbc:sqlite:/var/lib/farsight/ledger.db"))
        .isEqualTo(new DatabaseReader.Place(Path.of("/var/lib/farsight"), Optional.empty()));
  }

  @Test
  void aServerIsEnteredWithUserAndPasswordFile() throws IOException {
    assertThat(
            read(
                    "database.url=jdbc:postgresql://db:5433/farsight?sslmode=verify-full",
                    "database.user=farsight",
                    "database.password-file=/etc/farsight/word")
                .server())
        .contains(
            new PostgresServer(
                "jdbc:postgresql://db:5433/farsight?sslmode=verify-full",
                Optional.of("farsight"),
                Optional.of(Path.of("/etc/farsight/word"))));
  }

  @Test
  void whatIsWrongWithTheUrlIsSaid() throws IOException {
    assertThat(mistake("database.url=jdbc:mysql://db/x")).contains("SQLite", "PostgreSQL");
    assertThat(mistake("database.url=jdbc:sqlite:/somewhere/else.db")).contains("/ledger.db");
    assertThat(mistake("database.url=jdbc:postgresql://db:none/x")).contains("HOST:PORT/DATABASE");
    assertThat(mistake("database.url=jdbc:postgresql://db:5432/")).contains("names no database");
    assertThat(mistake("database.url=jdbc:postgresql://u:p@db/x")).contains("database.user");
    assertThat(mistake("database.url=jdbc:postgresql://db/x?ssl=true&Password=secret"))
        .contains("database.password-file")
        .doesNotContain("secret");
  }

  @Test
  void aUserOfNoServerIsAMistake() throws IOException {
    assertThat(mistake("database.user=farsight")).contains("database.url of PostgreSQL");
  }
}
