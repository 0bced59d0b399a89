package liviano.train.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.train.loop.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms of this module and their arrows, as docs/architecture.md draws them. */
class TrainRoomsTest {
  private static final String ROOT = "liviano.train.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Trainer.class.getProtectionDomain().getCodeSource().getLocation());

  /**
   * A room.
   *
   * @param knows the other rooms of this module that it may use
   * @param torch whether it may use libtorch
   */
  private record Room(String name, boolean torch, Set<String> knows) {
    static Room of(String name, boolean torch, String... knows) {
      return new Room(name, torch, Set.of(knows));
    }

    String packages() {
      return ROOT + name + "..";
    }
  }

  private static final List<Room> ROOMS =
      List.of(
          Room.of("recipe", false),
          Room.of("data", false),
          Room.of("run", false),
          Room.of("torch", true),
          Room.of("network", true, "torch"),
          Room.of("optimize", true, "recipe", "torch"),
          Room.of("loss", true, "torch"),
          Room.of("parallel", true, "torch"),
          Room.of("loop", true, "recipe", "run", "torch", "network", "optimize", "parallel"),
          Room.of(
              "tasks",
              true,
              "recipe",
              "data",
              "torch",
              "network",
              "optimize",
              "loss",
              "parallel",
              "loop"),
          Room.of(
              "cli",
              false,
              "recipe",
              "data",
              "run",
              "torch",
              "network",
              "parallel",
              "loop",
              "tasks"));

  static Stream<Room> rooms() {
    return ROOMS.stream();
  }

  private static ArchRule arrows(Room room) {
    String[] others =
        ROOMS.stream()
            .filter(other -> other != room && !room.knows().contains(other.name()))
            .map(Room::packages)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(room.packages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  private static ArchRule withoutTorch(Room room) {
    return noClasses()
        .that()
        .resideInAPackage(room.packages())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..");
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomKnowsThoseBelowIt(Room room) {
    arrows(room).check(CLASSES);
    if (!room.torch()) {
      withoutTorch(room).check(CLASSES);
    }
  }

  @Test
  void everyPackageIsARoom() {
    Set<String> packages =
        CLASSES.stream()
            .map(type -> type.getPackageName().replace(ROOT, "").split("\\.")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages)
        .containsExactlyElementsOf(ROOMS.stream().map(Room::name).sorted().toList());
  }

  @Test
  void aBreachWouldBeNoticed() {
    Room blind = Room.of("loop", true);
    assertThatThrownBy(() -> arrows(blind).check(CLASSES)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> withoutTorch(blind).check(CLASSES)).isInstanceOf(AssertionError.class);
  }
}
