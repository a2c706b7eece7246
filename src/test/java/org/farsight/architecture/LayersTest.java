package org.farsight.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Nobody sees a room that the ground plan does not open to it. */
class LayersTest {

  private static final String GUILTY = "org.farsight.architecture.guilty.";
  private static final Set<String> NO_ROOM = Set.of("common", "util", "core", "model", "dto");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.farsight");

  @Test
  void theProductWasFound() {
    assertThat(PRODUCT.size()).isGreaterThan(100);
  }

  @Test
  void everyClassStandsInARoomOfTheGroundPlan() {
    List<String> homeless =
        PRODUCT.stream()
            .filter(c -> !c.getPackageName().equals("org.farsight"))
            .filter(c -> Layers.room(c, "org.farsight.").isEmpty())
            .map(JavaClass::getName)
            .toList();
    assertThat(homeless).isEmpty();
  }

  @Test
  void everyRoomSeesOnlyWhatTheGroundPlanOpensToIt() {
    assertThat(Layers.violations(PRODUCT, "org.farsight.")).isEmpty();
  }

  @Test
  void roomsAreFreeOfCycles() {
    slices().matching("org.farsight.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void noRoomIsACupboard() {
    assertThat(PRODUCT)
        .noneMatch(
            c -> List.of(c.getPackageName().split("\\.")).stream().anyMatch(NO_ROOM::contains));
  }

  @Test
  void eachRuleFailsOnItsGuiltyClass() {
    JavaClasses guilty = new ClassFileImporter().importPackages("org.farsight.architecture.guilty");
    Map<String, Integer> byRoom = new TreeMap<>();
    List<String> found = Layers.violations(guilty, GUILTY);
    for (String room : Layers.ROOMS.keySet()) {
      byRoom.put(
          room,
          (int) found.stream().filter(v -> v.contains(": " + room + " may not see room")).count());
    }
    assertThat(byRoom)
        .as("one guilty class per room")
        .allSatisfy((r, n) -> assertThat(n).isPositive());
    for (String library : Layers.LIBRARIES.keySet()) {
      assertThat(found).anyMatch(v -> v.endsWith("may not use " + library));
    }
    assertThat(found).anyMatch(v -> v.contains(": app may not see room cli"));
  }

  @Test
  void aCycleBetweenGuiltyRoomsIsSeen() {
    JavaClasses guilty = new ClassFileImporter().importPackages("org.farsight.architecture.guilty");
    assertThat(
            slices()
                .matching("org.farsight.architecture.guilty.(**)")
                .should()
                .beFreeOfCycles()
                .evaluate(guilty)
                .hasViolation())
        .isTrue();
  }
}
