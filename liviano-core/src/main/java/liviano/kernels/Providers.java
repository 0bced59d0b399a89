package liviano.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.kernels.scalar.ScalarProvider;

/** Which providers this machine has, the fastest first. */
public final class Providers {
  /** System property that forces a provider: {@code scalar} or {@code vector}. */
  public static final String PROPERTY = "liviano.kernels";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String VECTOR_PROVIDER = "liviano.kernels.vector.VectorProvider";

  private Providers() {}

  /**
   * The providers to ask in turn: those that {@value #PROPERTY} forces, else all there are. The
   * scalar provider is always last.
   *
   * @throws IllegalArgumentException if the property names a provider that is unknown or cannot
   *     serve here
   */
  public static List<KernelProvider> ask() {
    String forced = System.getProperty(PROPERTY, "auto");
    return forced.equals("auto") ? available() : named(forced);
  }

  /** Every provider that can serve here, the fastest first, {@code scalar} last. */
  public static List<KernelProvider> available() {
    List<KernelProvider> providers = new ArrayList<>();
    if (vectorUnavailable().isEmpty()) {
      providers.add(vector());
    }
    providers.add(new ScalarProvider());
    return List.copyOf(providers);
  }

  /**
   * The provider of that name, then {@code scalar} for what it lacks.
   *
   * @throws IllegalArgumentException if it is unknown or cannot serve here; the message says why
   */
  public static List<KernelProvider> named(String name) {
    return switch (name) {
      case "scalar" -> List.of(new ScalarProvider());
      case "vector" -> {
        Optional<String> why = vectorUnavailable();
        if (why.isPresent()) {
          throw new IllegalArgumentException("kernels 'vector' cannot serve here: " + why.get());
        }
        yield List.of(vector(), new ScalarProvider());
      }
      default ->
          throw new IllegalArgumentException(
              "unknown kernels '" + name + "'; known are auto, vector and scalar");
    };
  }

  /** Why the vector provider cannot serve here; empty where it can. */
  public static Optional<String> vectorUnavailable() {
    if (!vectorModuleIsResolved()) {
      return Optional.of("the JVM was started without --add-modules " + VECTOR_MODULE);
    }
    return vector().unsuitable();
  }

  /** By a class, because a module that was resolved after the start is not in the boot layer. */
  private static boolean vectorModuleIsResolved() {
    try {
      Class.forName(VECTOR_MODULE + ".Vector", false, Providers.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** By reflection, so that this class loads where the incubator module is not resolved. */
  private static KernelProvider vector() {
    try {
      return (KernelProvider) Class.forName(VECTOR_PROVIDER).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("kernels 'vector' do not start: " + e.getMessage(), e);
    }
  }
}
