package liviano.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which room may know which: the arrows of docs/architecture.md. */
final class Rooms {
  private static final Map<String, Set<String>> CORE =
      Map.ofEntries(
          entry("json", Set.of("text")),
          entry("text", Set.of()),
          entry("files", Set.of()),
          entry("graph", Set.of()),
          entry("kernels", Set.of()),
          entry("weights", Set.of("json", "text", "files")),
          entry("zoo", Set.of("graph", "text")),
          entry("engine", Set.of("graph", "weights", "kernels")),
          entry("cost", Set.of("graph", "engine")),
          entry("paper", Set.of("zoo", "graph", "cost")),
          entry("model", Set.of("zoo", "graph", "weights", "json")));

  private Rooms() {}

  /** One rule a room, and one that no class lives outside the rooms. */
  static List<Rule> rules() {
    Map<String, Set<String>> arrows = new TreeMap<>(CORE);
    arrows.put("vision", CORE.keySet());
    arrows.put("formats", CORE.keySet());
    arrows.put("cli", union(CORE.keySet(), Set.of("vision", "formats")));

    List<Rule> rules = new ArrayList<>();
    arrows.forEach((room, known) -> rules.add(arrow(room, known)));
    rules.add(
        new Rule(
            classes()
                .should()
                .resideInAnyPackage(withErrors(packages(arrows.keySet())))
                .as("every class lives in one of the rooms " + arrows.keySet()),
            new Breach("liviano.attic", "Homeless", "")));
    return rules;
  }

  private static Rule arrow(String room, Set<String> known) {
    String[] allowed = withErrors(packages(union(known, Set.of(room))));
    return new Rule(
        noClasses()
            .that()
            .resideInAPackage("liviano." + room + "..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("liviano..").and(resideOutsideOfPackages(allowed)))
            .as(room + " knows " + (known.isEmpty() ? "nobody" : "only " + known))
            .allowEmptyShould(true),
        new Breach("liviano." + room, "Gossip", "liviano.attic.Homeless stranger;"));
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new TreeSet<>(a);
    all.addAll(b);
    return all;
  }

  /** Errors and the budget, which stand in the root package, are known to all. */
  private static String[] withErrors(String... packages) {
    return Stream.concat(Stream.of("liviano"), Arrays.stream(packages)).toArray(String[]::new);
  }

  private static String[] packages(Set<String> rooms) {
    return rooms.stream().map(room -> "liviano." + room + "..").toArray(String[]::new);
  }
}
