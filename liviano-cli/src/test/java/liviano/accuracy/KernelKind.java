package liviano.accuracy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import liviano.engine.CompileOptions;
import liviano.kernels.Providers;
import org.junit.jupiter.api.Assumptions;

/**
 * A way in which a network can be computed.
 *
 * @param kernels one of {@link Providers#KINDS}
 * @param fused whether inverted residuals are one task each; a choice with machine code alone
 */
record KernelKind(String kernels, boolean fused) {

  static Stream<KernelKind> all() {
    return Providers.KINDS.stream()
        .flatMap(
            kernels ->
                kernels.startsWith("nativecode")
                    ? Stream.of(new KernelKind(kernels, true), new KernelKind(kernels, false))
                    : Stream.of(new KernelKind(kernels, false)));
  }

  /** Skips the test where these kernels cannot serve. */
  CompileOptions options() {
    Providers.unavailable(kernels)
        .ifPresent(
            why ->
                Assumptions.abort(
                    String.format(Locale.ROOT, "skipped: no kernels '%s': %s", kernels, why)));
    return CompileOptions.builder().providers(Providers.named(kernels)).fusesBlocks(fused).build();
  }

  /**
   * The first few pictures, for the time that they take.
   *
   * @param some for kernels that are not the fastest here
   * @param few for the plain loops, which take 50 times as long
   */
  <T> List<T> sample(List<T> all, int some, int few) {
    return isFastest() ? all : all.subList(0, isSlow() ? few : some);
  }

  /** Whether these are what serves by default: they are shown every picture. */
  boolean isFastest() {
    return all().filter(kind -> Providers.unavailable(kind.kernels).isEmpty()).findFirst().stream()
        .anyMatch(this::equals);
  }

  /** Whether these are the plain loops. */
  boolean isSlow() {
    return kernels.equals("scalar");
  }

  @Override
  public String toString() {
    return kernels + (fused ? ", fused" : "");
  }
}
