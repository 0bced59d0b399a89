package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import liviano.kernels.nativecode.NativeProviders;
import liviano.kernels.scalar.ScalarProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums near the largest float, as the package's page states for every provider. */
class OverflowTest {
  /** As a share of the sum of the terms' sizes; once for each of the two results. */
  private static final double TOLERANCE = 2 * 4e-6;

  private static final int CASES = 40;

  private final Draws draws = new Draws(20180116, NumberKind.ORDINARY);

  static Stream<KernelProvider> providers() {
    return Stream.concat(
        Providers.available().stream().filter(p -> !p.name().equals("nativecode")),
        NativeProviders.all().stream());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aSumIsWithinTheBoundOrMayOverflowOnlyIfItsTermsDo(KernelProvider provider) {
    int below = 0;
    int beyond = 0;
    int infinite = 0;
    for (int i = 0; i < CASES; i++) {
      KernelCase small = small(i);
      if (provider.offer(small.task()).isEmpty()) {
        continue;
      }
      double factor = Math.scalb(1.0, draws.between(118, 127));
      KernelCase large = small.withInputs(values -> times(values, (float) factor));
      float[] exact = KernelRun.of(new ScalarProvider(), small).whole();
      float[] sizes = KernelRun.of(new ScalarProvider(), small.magnitude()).whole();
      float[] results = KernelRun.of(provider, large).whole();
      for (int at = 0; at < results.length; at++) {
        double size = sizes[at] * factor;
        boolean close = Math.abs(results[at] - exact[at] * factor) <= TOLERANCE * size;
        boolean mayOverflow = size * (1 + TOLERANCE) > Float.MAX_VALUE;
        assertThat(close || mayOverflow && !Float.isFinite(results[at]))
            .as(
                () ->
                    String.format(
                        Locale.ROOT, "%s of terms of size %s by %s", small, size, provider.name()))
            .isTrue();
        below += mayOverflow ? 0 : 1;
        beyond += mayOverflow ? 1 : 0;
        infinite += Float.isFinite(results[at]) ? 0 : 1;
      }
    }

    assertThat(List.of(below, beyond, infinite)).allMatch(count -> count > 100);
  }

  private static float[] times(float[] values, float factor) {
    float[] products = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      products[i] = values[i] * factor;
    }
    return products;
  }

  /** A sum of terms below 1 in size, and nothing after it. */
  private KernelCase small(int i) {
    int in = draws.between(1, 60);
    int out = draws.between(1, 60);
    return switch (i % 4) {
      case 0 -> {
        int rows = draws.between(1, 40);
        Task task = new Linear.Pointwise(rows, in, out, weight(in * out, out, in), Epilogue.NONE);
        yield sum(task, rows * in, rows * out, in);
      }
      case 1 -> {
        Geometry g = draws.geometry(in, out, 10);
        int taps = g.kernelH() * g.kernelW() * in;
        Param weight = weight(taps * out, out, g.kernelH(), g.kernelW(), in);
        Task task = new Linear.Convolution(g, 1, weight, Epilogue.NONE);
        yield sum(task, Draws.inputs(g), Draws.outputs(g), taps);
      }
      case 2 -> {
        Geometry g = draws.geometry(out, in, 10);
        int taps = (int) g.taps() * in;
        Param weight = weight(taps * out, out, g.kernelH(), g.kernelW(), in);
        Task task = new Linear.TransposedConvolution(g, 1, weight, Epilogue.NONE);
        yield sum(task, Draws.outputs(g), Draws.inputs(g), taps);
      }
      default -> {
        Geometry g = draws.block(1, 9, 9, in, 3, draws.between(1, 2), 1);
        Task task = new Linear.Depthwise(g, weight(9 * in, 3, 3, in), Epilogue.NONE);
        yield sum(task, Draws.inputs(g), Draws.outputs(g), 9);
      }
    };
  }

  private Param weight(int count, Integer... dims) {
    return Tensors.param("weight", belowOne(count), dims);
  }

  private KernelCase sum(Task task, int inputs, int outputs, int products) {
    String name = task.getClass().getSimpleName();
    return new KernelCase(name, task, List.of(belowOne(inputs)), outputs, products);
  }

  private float[] belowOne(int count) {
    float[] values = draws.values(count);
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.tanh(values[i]);
    }
    return values;
  }
}
