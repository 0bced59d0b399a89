package liviano.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Classes that know the same rooms.
 *
 * @param name of the package below {@code liviano}, or a word for some classes of one
 * @param packageName where its classes live; packages below it belong to it unless they are rooms
 * @param classes the simple names of its classes where it is a part of a package, else empty: all
 *     that no other room names
 * @param known the names of the rooms that it may use
 */
record Room(String name, String packageName, List<String> classes, Set<String> known) {

  /** A package. */
  static Room of(String name, String... known) {
    return new Room(name, "liviano." + name, List.of(), Set.of(known));
  }

  /** Some classes of a package, parted by blanks. */
  static Room part(String name, String room, String classes, String... known) {
    return new Room(name, "liviano." + room, List.of(classes.split(" ")), Set.of(known));
  }

  Room alsoKnowing(String... more) {
    Set<String> all = new TreeSet<>(known);
    all.addAll(Arrays.asList(more));
    return new Room(name, packageName, classes, all);
  }

  /** Whether it names that class. */
  boolean names(String inPackage, String simpleName) {
    return packageName.equals(inPackage) && classes.contains(simpleName);
  }

  /** Whether the package is this room's or below it. */
  boolean holds(String inPackage) {
    return classes.isEmpty() && (inPackage + ".").startsWith(packageName + ".");
  }

  /** What a class of this room may be called. */
  String someClass() {
    return classes.isEmpty() ? "Gossip" : classes.getFirst();
  }

  @Override
  public String toString() {
    return name;
  }
}
