package liviano.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.kernels.nativecode.NativeProvider;
import liviano.kernels.scalar.ScalarProvider;

/** Which providers this machine has, the fastest first. */
public final class Providers {
  /** System property that forces a provider: {@code auto}, {@code nativecode} or a kind. */
  public static final String PROPERTY = "liviano.kernels";

  /** Every kind of kernel, the fastest first: names for {@link #named}. */
  public static final List<String> KINDS =
      List.of("nativecode-avx512", "nativecode-avx2", "vector", "scalar");

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** What brings the vector provider into a JVM. */
  static final String VECTOR_FLAG = "--add-modules " + VECTOR_MODULE;

  private static final String VECTOR_PROVIDER = "liviano.kernels.vector.VectorProvider";

  private Providers() {}

  /**
   * The providers to ask in turn: those that {@value #PROPERTY} forces, else all there are. The
   * scalar provider is always last. If {@value NativeProvider#CPU_PROPERTY} names a kind of machine
   * code, machine code is required.
   *
   * @throws IllegalArgumentException if a property names what is unknown or cannot serve here
   */
  public static List<KernelProvider> ask() {
    return forced().map(Providers::named).orElseGet(Providers::available);
  }

  /** What the system properties force; empty where the choice is free. */
  static Optional<String> forced() {
    boolean wantsCode = System.getProperty(NativeProvider.CPU_PROPERTY) != null;
    return Optional.of(System.getProperty(PROPERTY, wantsCode ? "nativecode" : "auto"))
        .filter(name -> !name.equals("auto"));
  }

  /** Every provider that can serve here, the fastest first, {@code scalar} last. */
  public static List<KernelProvider> available() {
    List<KernelProvider> providers = new ArrayList<>();
    if (nativeCodeUnavailable().isEmpty()) {
      providers.add(new NativeProvider());
    }
    providers.addAll(withoutNativeCode());
    return List.copyOf(providers);
  }

  private static List<KernelProvider> withoutNativeCode() {
    return vectorUnavailable().isEmpty()
        ? List.of(vector(), new ScalarProvider())
        : List.of(new ScalarProvider());
  }

  /**
   * The provider of that name, then the slower ones for what it lacks.
   *
   * @param name one of {@link #KINDS}, or {@code nativecode}: of machine code what suits best
   * @throws IllegalArgumentException if it is unknown or cannot serve here; the message says why
   */
  public static List<KernelProvider> named(String name) {
    unavailable(name)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(
                  String.format(Locale.ROOT, "kernels '%s' cannot serve here: %s", name, why));
            });
    return switch (name) {
      case "scalar" -> List.of(new ScalarProvider());
      case "vector" -> List.of(vector(), new ScalarProvider());
      case "nativecode" -> withSlower(new NativeProvider());
      default -> withSlower(new NativeProvider(cpu(name)));
    };
  }

  /**
   * Why the provider of that name cannot serve here; empty where it can.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Optional<String> unavailable(String name) {
    return switch (name) {
      case "scalar" -> Optional.empty();
      case "vector" -> vectorUnavailable();
      case "nativecode" -> nativeCodeUnavailable();
      case String kind when KINDS.contains(kind) -> NativeProvider.unavailable(cpu(kind));
      default ->
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "unknown kernels '%s'; known are auto, nativecode, %s",
                  name,
                  String.join(", ", KINDS)));
    };
  }

  private static String cpu(String kind) {
    return kind.substring("nativecode-".length());
  }

  private static List<KernelProvider> withSlower(KernelProvider fastest) {
    List<KernelProvider> providers = new ArrayList<>(List.of(fastest));
    providers.addAll(withoutNativeCode());
    return List.copyOf(providers);
  }

  /** Why machine code cannot serve here; empty where it can. */
  public static Optional<String> nativeCodeUnavailable() {
    return NativeProvider.unavailable();
  }

  /** Why the vector provider cannot serve here; empty where it can. */
  public static Optional<String> vectorUnavailable() {
    if (!vectorModuleIsResolved()) {
      return Optional.of("the JVM was started without " + VECTOR_FLAG);
    }
    return vector().unsuitable();
  }

  /** By a class, because a module that was resolved after the start is not in the boot layer. */
  static boolean vectorModuleIsResolved() {
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
