package liviano.cli;

import java.lang.reflect.InvocationTargetException;

/**
 * Brings the incubating vector module into the running JVM.
 *
 * <p>{@code --add-modules jdk.incubator.vector} does the same before {@code main}, but prints a
 * warning on stderr at every start, which no flag turns off, and makes the class cache do without
 * the archived module graph. So the launcher exports the JDK's own way to resolve a module later,
 * and the command calls it.
 */
final class VectorModule {
  private static final String MODULE = "jdk.incubator.vector";

  private VectorModule() {}

  /** Whether its classes are there, however they came. */
  private static boolean isResolved() {
    try {
      Class.forName(MODULE + ".Vector", false, VectorModule.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Resolves the module unless the JVM was started with it. Without the launcher's {@code
   * --add-exports java.base/jdk.internal.module=ALL-UNNAMED} nothing happens, and {@code
   * liviano.kernels.Providers} says what is missing.
   *
   * @throws IllegalStateException if this JDK has another way to do it
   */
  static void resolve() {
    if (isResolved()) {
      return;
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, MODULE);
    } catch (IllegalAccessException e) {
      return; // not started by the launcher
    } catch (ClassNotFoundException | NoSuchMethodException | InvocationTargetException e) {
      throw new IllegalStateException(
          "cannot load "
              + MODULE
              + " on Java "
              + Runtime.version()
              + "; use JDK 25, or LIVIANO_JAVA_OPTS='--add-modules "
              + MODULE
              + "'",
          e);
    }
  }
}
