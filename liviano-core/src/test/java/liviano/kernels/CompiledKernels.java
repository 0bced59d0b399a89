package liviano.kernels;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import liviano.tensor.BlockOrder;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;

/**
 * Runs each vector kernel until it allocates nothing any more. A vector is an object to everything
 * but fully inlined C2 code, so that this is the sign of compiled speed that needs no clock: a
 * kernel that C1 or C2 gave up on allocates for ever.
 */
final class CompiledKernels {
  private static final int RUNS = 20;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Random random = new Random(1);
  private int params;

  private CompiledKernels() {}

  public static void main(String[] args) throws Throwable {
    CompiledKernels kernels = new CompiledKernels();
    MethodHandle allocated = allocatedBytes();
    for (KernelCase test : kernels.cases()) {
      System.out.println("SETTLED " + test + " at " + settle(test, allocated) + " bytes");
    }
  }

  /** Bytes that {@value #RUNS} runs allocate, once they allocate least. */
  private static long settle(KernelCase test, MethodHandle allocated) throws Throwable {
    KernelRun run = KernelRun.of(ChildJvm.vector(), test);
    Kernel kernel = run.kernel();
    Frame frame = run.frame();
    int units = kernel.units();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long least = Long.MAX_VALUE;
    while (least > 0 && System.nanoTime() < deadline) {
      long before = (long) allocated.invokeExact();
      for (int i = 0; i < RUNS; i++) {
        kernel.run(frame, 0, units, 0);
      }
      least = Math.min(least, (long) allocated.invokeExact() - before);
    }
    return least;
  }

  /** By reflection: core reads no management module. */
  private static MethodHandle allocatedBytes() throws ReflectiveOperationException {
    Object bean =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    return MethodHandles.publicLookup()
        .findVirtual(
            Class.forName("com.sun.management.ThreadMXBean"),
            "getCurrentThreadAllocatedBytes",
            MethodType.methodType(long.class))
        .bindTo(bean);
  }

  /** A task for every path through the kernels. */
  private List<KernelCase> cases() {
    return List.of(
        pointwise(200, 32, 96, false),
        pointwise(200, 24, 40, true),
        pointwise(50, 96, 16, false),
        pointwise(49, 160, 320, false),
        pointwise(1, 320, 100, false),
        convolution(1, 3, 32),
        convolution(2, 24, 40),
        transposed(1, 2, 40, 40),
        transposed(2, 3, 24, 48),
        grouped(3, 90, 120),
        grouped(2, 48, 80),
        depthwise(3, 1, 1, 96),
        depthwise(3, 2, 1, 96),
        depthwise(3, 1, 2, 72),
        depthwise(3, 1, 1, 5),
        depthwise(5, 1, 1, 88),
        depthwise(7, 2, 1, 88),
        averagePool(7, 7, 100),
        averagePool(19, 3, 44),
        maxPool(112),
        maxPool(24),
        maxPool(5),
        simple("leaky", new Elementwise.LeakyRelu(10_001, 0.1f), 10_001, 10_001),
        prelu(),
        responseNorm(0.75f),
        responseNorm(0.5f),
        simple("l2 normalize", new Rows.L2Normalize(50, 200, 1e-10f), 10_000, 10_000),
        simple("select", new Move.SelectChannels(100, 90, order(90)), 9_000, 9_000),
        reorg(BlockOrder.DARKNET),
        reorg(BlockOrder.BLOCK_MAJOR),
        simple("crop", new Move.Crop(1, 20, 20, 24, 1, 1, 20, 20), 9_600, 9_600),
        simple(
            "resize", new Resample.Resize(1, 7, 7, 20, 20, 21, Sampling.HALF_PIXEL), 49 * 21, 8400),
        simple(
            "nearest",
            new Resample.ResizeNearest(1, 7, 7, 20, 20, 21, Nearest.LEGACY),
            49 * 21,
            8400),
        affine(),
        simple("add", new Elementwise.Add(10_001, Clamp.RELU6), 10_001, 10_001),
        simple("clip", new Elementwise.Clip(10_001, Clamp.RELU6), 10_001, 10_001));
  }

  private KernelCase pointwise(int rows, int in, int out, boolean residual) {
    Epilogue epilogue = new Epilogue(Optional.of(param(out)), residual, Clamp.RELU6);
    Task task = new Linear.Pointwise(rows, in, out, param(out, in), epilogue);
    List<float[]> inputs =
        residual ? List.of(values(rows * in), values(rows * out)) : List.of(values(rows * in));
    String name = String.format(Locale.ROOT, "pointwise %d %d %d", rows, in, out);
    return new KernelCase(name, task, inputs, rows * out, in);
  }

  private KernelCase convolution(int stride, int in, int out) {
    int side = 21;
    int outSide = (side - 1) / stride + 1;
    Geometry g =
        new Geometry(1, side, side, in, outSide, outSide, out, 3, 3, stride, stride, 1, 1, 1, 1);
    Epilogue epilogue = new Epilogue(Optional.of(param(out)), false, Clamp.RELU6);
    Task task = new Linear.Convolution(g, 1, param(out, 3, 3, in), epilogue);
    String name = String.format(Locale.ROOT, "convolution stride %d %d %d", stride, in, out);
    return simple(name, task, side * side * in, outSide * outSide * out);
  }

  private KernelCase transposed(int groups, int stride, int in, int out) {
    Geometry mirrored =
        new Geometry(
            1, 10 * stride, 10 * stride, out, 10, 10, in, 4, 4, stride, stride, 1, 1, 1, 1);
    Epilogue epilogue = Epilogue.NONE.withBias(param(out)).withClamp(Clamp.RELU6);
    Task task =
        new Linear.TransposedConvolution(mirrored, groups, param(out, 4, 4, in / groups), epilogue);
    return simple("transposed stride " + stride, task, 100 * in, 100 * stride * stride * out);
  }

  /** A 1x1 convolution in groups. */
  private KernelCase grouped(int groups, int in, int out) {
    Geometry g = new Geometry(1, 14, 14, in, 14, 14, out, 1, 1, 1, 1, 1, 1, 0, 0);
    Epilogue epilogue = new Epilogue(Optional.of(param(out)), false, Clamp.RELU6);
    Task task = new Linear.Convolution(g, groups, param(out, 1, 1, in / groups), epilogue);
    return simple(
        String.format(Locale.ROOT, "grouped %d %d %d", groups, in, out), task, 196 * in, 196 * out);
  }

  private KernelCase depthwise(int kernel, int stride, int dilation, int channels) {
    Geometry g = window(21, channels, kernel, stride, dilation, dilation * (kernel / 2));
    Epilogue epilogue = new Epilogue(Optional.of(param(channels)), false, Clamp.RELU6);
    Task task = new Linear.Depthwise(g, param(kernel, kernel, channels), epilogue);
    String name =
        String.format(
            Locale.ROOT,
            "depthwise %d stride %d dilation %d, %d",
            kernel,
            stride,
            dilation,
            channels);
    return simple(name, task, 21 * 21 * channels, g.outH() * g.outW() * channels);
  }

  private KernelCase averagePool(int side, int kernel, int channels) {
    Geometry g = window(side, channels, kernel, 1, 1, kernel == side ? 0 : kernel / 2);
    int outputs = g.outH() * g.outW() * channels;
    String name = "average pool of " + side;
    return simple(name, new Resample.AveragePool(g, false), side * side * channels, outputs);
  }

  private KernelCase maxPool(int channels) {
    Geometry g = window(21, channels, 3, 2, 1, 1);
    int outputs = g.outH() * g.outW() * channels;
    return simple("max pool " + channels, new Resample.MaxPool(g), 21 * 21 * channels, outputs);
  }

  private static Geometry window(
      int side, int channels, int kernel, int stride, int dilation, int pad) {
    int out = (side + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1;
    return new Geometry(
        1, side, side, channels, out, out, channels, kernel, kernel, stride, stride, dilation,
        dilation, pad, pad);
  }

  private KernelCase responseNorm(float beta) {
    Task task = new Rows.ResponseNorm(50, 200, 5, 1e-4f, beta, 2);
    return simple("response norm " + beta, task, 10_000, 10_000);
  }

  private KernelCase reorg(BlockOrder order) {
    Task task = new Move.SpaceToDepth(1, 20, 20, 24, 2, order);
    return simple("space to depth, " + order, task, 9_600, 9_600);
  }

  /** Channels in another order: every third, then the others. */
  private static List<Integer> order(int channels) {
    return IntStream.range(0, channels)
        .map(i -> i * 3 % channels + i * 3 / channels)
        .boxed()
        .toList();
  }

  private KernelCase affine() {
    Task task = new Rows.Affine(100, 24, param(24), param(24), Clamp.RELU6);
    return simple("affine", task, 2400, 2400);
  }

  private KernelCase prelu() {
    Task task = new Rows.PRelu(100, 90, param(90));
    return simple("prelu", task, 9_000, 9_000);
  }

  private KernelCase simple(String name, Task task, int inputs, int outputs) {
    List<float[]> tensors =
        task.inputs() == 2 ? List.of(values(inputs), values(inputs)) : List.of(values(inputs));
    return new KernelCase(name, task, tensors, outputs, 0);
  }

  private Param param(Integer... dims) {
    int count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    return Tensors.param("param " + params++, values(count), dims);
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
