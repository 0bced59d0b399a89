package liviano.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which room may know which: the rules that the arrows of the {@link House} make. */
final class Rooms {
  /** Errors and the limits, which all know. */
  private static final String FOUNDATION = "liviano";

  private Rooms() {}

  /** One rule a room, and one that no class lives outside the rooms. */
  static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    House.ROOMS.forEach(room -> rules.add(arrows(room)));
    rules.add(
        new Rule(
            noClasses()
                .should(
                    be(describe("homeless", type -> !isFoundation(type) && room(type).isEmpty())))
                .as("every class lives in one of the rooms"),
            new Breach("liviano.attic", "Homeless", "")));
    return rules;
  }

  private static Rule arrows(Room room) {
    return new Rule(
        noClasses()
            .that(describe("of " + room, type -> isOf(room, type)))
            .should()
            .dependOnClassesThat(
                describe(
                    "of another room",
                    type -> isOurs(type) && !isOf(room, type) && !isKnownTo(room, type)))
            .as(room + " knows " + (room.known().isEmpty() ? "nobody" : "only " + room.known())),
        new Breach(room.packageName(), room.someClass(), "liviano.attic.Homeless stranger;"));
  }

  private static boolean isOurs(JavaClass type) {
    return (type.getPackageName() + ".").startsWith("liviano.");
  }

  private static boolean isFoundation(JavaClass type) {
    return type.getPackageName().equals(FOUNDATION);
  }

  private static boolean isOf(Room room, JavaClass type) {
    return room(type).filter(room::equals).isPresent();
  }

  private static boolean isKnownTo(Room room, JavaClass type) {
    return isFoundation(type)
        || room(type).filter(other -> room.known().contains(other.name())).isPresent();
  }

  /** That which names the class, else the innermost that holds its package. */
  private static Optional<Room> room(JavaClass type) {
    String inPackage = type.getBaseComponentType().getPackageName();
    String name = type.getBaseComponentType().getName().substring(inPackage.length() + 1);
    String outermost = name.split("\\$", 2)[0];
    return House.ROOMS.stream()
        .filter(room -> room.names(inPackage, outermost))
        .findFirst()
        .or(
            () ->
                House.ROOMS.stream()
                    .filter(room -> room.holds(inPackage))
                    .max(Comparator.comparingInt(room -> room.packageName().length())));
  }
}
