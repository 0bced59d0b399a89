package liviano.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import liviano.kernels.Providers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One kernel in machine code over a shape of MobileNetV2 1.0 at 224 pixels. {@code -p shape=} takes
 * any name that {@link NativeBenchmark} prints.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class NativeKernelBenchmark {
  @Param({
    "3x3/2 at 224 3 -> 32",
    "12544 x 16 -> 96",
    "784 x 32 -> 192",
    "196 x 64 -> 384",
    "49 x 160 -> 960",
    "depthwise 3x3 at 56 x 144",
    "depthwise 3x3/2 at 28 x 192",
    "depthwise 3x3 at 14 x 384",
    "784 x 192 -> 32 + residual",
    "49 x 320 -> 1280",
    "1 x 1280 -> 1001",
    "block 24 -> 24 at 56 + residual",
    "block 32 -> 32 at 28 + residual",
    "block 64 -> 64 at 14 + residual",
    "block 160 -> 160 at 7 + residual"
  })
  String shape;

  @Param({"nativecode-avx512", "nativecode-avx2"})
  String kernels;

  private TimedKernel kernel;

  @Setup
  public void prepare() {
    kernel =
        TimedKernel.prepare(List.of(MobileNetShapes.named(shape)), Providers.named(kernels))
            .getFirst();
  }

  @Benchmark
  public void run() {
    kernel.runUntimed();
  }
}
