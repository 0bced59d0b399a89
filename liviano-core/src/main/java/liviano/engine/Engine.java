package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import liviano.Limits.Limit;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.Offer;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.SlowKernels;
import liviano.kernels.Task;
import liviano.kernels.UnavailableException;
import liviano.tensor.MappedPages;
import liviano.weights.Weights;

/** Makes programs of graphs. */
public final class Engine {
  /** Every rewrite, in order. */
  private static final List<Rewrite> REWRITES =
      List.of(FoldBatchNorm.REWRITE, FuseEpilogue.REWRITE, FuseRange.REWRITE);

  private Engine() {}

  /**
   * Compiles a graph. The program is immutable and may be shared by all threads.
   *
   * @throws liviano.graph.GraphException if the graph does not fit the input shapes of the options
   * @throws liviano.MalformedModelException if a tensor is missing or has another shape than its
   *     layer needs
   * @throws UnsupportedModelException if it asks for more than the options' limits, or a value or a
   *     tensor is of a number format or a size that is not computed; the message names it, and the
   *     file that the weights are from
   * @throws IllegalArgumentException if the options share packed weights with another model, or
   *     none of their providers computes a layer
   * @throws IllegalStateException if the JVM gives no memory for weights that are packed; the
   *     message says which limit to raise
   * @throws UnavailableException if the system refuses resources to the only provider; if there are
   *     others they serve, and a warning is logged once for the process
   */
  public static Program compile(Graph graph, Weights weights, CompileOptions options) {
    try {
      requireQuantized(graph, options);
      Graph sized = sized(graph, options);
      Demand.require(sized, options.limits());
      PackedWeights packed = options.packedWeights().orElseGet(options::newPackedWeights);
      packed.claim(weights);
      return compile(sized, weights, packed, options);
    } catch (UnsupportedModelException e) {
      throw weights.file().map(e::inFile).orElse(e);
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException(
          "the JVM gives no more memory for packed weights: raise -Xmx or -XX:MaxDirectMemorySize",
          e);
    }
  }

  private static void requireQuantized(Graph graph, CompileOptions options) {
    if (options.precision().equals(Optional.of(Precision.INT8)) && !graph.isQuantized()) {
      throw new UnsupportedModelException(
          "it is not quantized, and computes in floats alone: liviano quantize makes a network of"
              + " 8-bit integers of it");
    }
  }

  /**
   * Compiles again without a provider to which the system refuses resources, if there are other
   * providers.
   */
  private static Program compile(
      Graph graph, Weights weights, PackedWeights packed, CompileOptions options) {
    try {
      return compile(
          plan(graph, Parameters.of(weights), options), packed, options, weights::releasePages);
    } catch (RefusedProvider e) {
      List<KernelProvider> others =
          options.providers().stream().filter(other -> other != e.provider).toList();
      if (others.isEmpty()) {
        throw e.why;
      }
      SlowKernels.warnOfRefusal();
      System.getLogger("liviano.engine")
          .log(
              System.Logger.Level.INFO,
              () ->
                  String.format(
                      Locale.ROOT,
                      "kernels '%s' do not serve: %s",
                      e.provider.name(),
                      e.why.getMessage()));
      return compile(graph, weights, packed, options.toBuilder().providers(others).build());
    }
  }

  /** The provider that cannot serve, and why. A plan made for it is of no use to the others. */
  private static final class RefusedProvider extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient KernelProvider provider;
    private final UnavailableException why;

    RefusedProvider(KernelProvider provider, UnavailableException why) {
      super(why);
      this.provider = provider;
      this.why = why;
    }
  }

  /**
   * The memory that the tensors of a run would take, for a network that has no weights yet.
   *
   * @param batch samples of one run
   * @throws liviano.graph.GraphException if the graph cannot be computed
   */
  public static MemoryPlan memory(Graph graph, int batch) {
    return MemoryPlan.of(plan(graph, Parameters.unknown(), batch));
  }

  /**
   * The memory that the tensors of a run would take if compiled with these options, for a network
   * that has no weights yet. It may exceed the options' limit.
   *
   * @throws liviano.graph.GraphException if the graph cannot be computed, or does not fit the input
   *     shapes of the options
   * @throws IllegalArgumentException if none of the options' providers computes a layer
   */
  public static MemoryPlan memory(Graph graph, CompileOptions options) {
    Graph sized = sized(graph, options);
    Plan plan = plan(sized, Parameters.unknown(), options);
    return MemoryPlan.of(
        plan,
        i -> offered(plan.tasks().get(i), options).offer().overwritesInput(options.threads()));
  }

  private static Graph sized(Graph graph, CompileOptions options) {
    return options.inputShapes().isEmpty() ? graph : graph.withInputs(options.inputShapes());
  }

  /** Of constants that are of no file. */
  static Program compile(Plan plan, PackedWeights packed, CompileOptions options) {
    return compile(plan, packed, options, () -> {});
  }

  /**
   * @param releasing is run whenever some weights more are packed, and at the end
   */
  private static Program compile(
      Plan plan, PackedWeights packed, CompileOptions options, Runnable releasing) {
    requireFits(MemoryPlan.least(plan), options);
    boolean[] overwrites = new boolean[plan.tasks().size()];
    List<Step> steps = prepared(plan, packed, options, overwrites, releasing);
    releasing.run();
    MemoryPlan memory = MemoryPlan.of(plan, i -> overwrites[i]);
    long scratch = 0;
    for (Step step : steps) {
      scratch = Math.max(scratch, step.kernel().scratchBytes());
    }
    requireFits(
        Math.addExact(memory.bytes(), Math.multiplyExact(scratch, options.threads())), options);
    SlowKernels.warn(options.providers(), plainLoopsCount(steps));
    return new Program(steps, memory, plan.inputs(), plan.outputs(), options.threads());
  }

  /**
   * A kernel for each task, in order.
   *
   * @param overwrites is told of each task whether its kernel overwrites its input
   * @param releasing is run whenever some weights more are packed
   */
  private static List<Step> prepared(
      Plan plan,
      PackedWeights packed,
      CompileOptions options,
      boolean[] overwrites,
      Runnable releasing) {
    List<Step> steps = new ArrayList<>();
    long codeBefore = codeBytes(options);
    long packedBytes = 0;
    for (PlannedTask task : plan.tasks()) {
      Offered offered = offered(task, options);
      overwrites[steps.size()] = offered.offer().overwritesInput(options.threads());
      steps.add(Step.of(task, offered.provider().name(), offered.kernel(packed)));
      for (Param param : task.task().params()) {
        param.release();
        packedBytes += param.bytes();
      }
      if (packedBytes >= MappedPages.TOGETHER) {
        releasing.run();
        packedBytes = 0;
      }
      long code = codeBytes(options) - codeBefore;
      options.limits().require(Limit.CODE_BYTES, code, "layers up to " + task.name());
    }
    return steps;
  }

  /** Of each provider, so that it is known after each task what that task has added. */
  private static long codeBytes(CompileOptions options) {
    long sum = 0;
    for (KernelProvider provider : options.providers()) {
      sum += provider.made().bytes();
    }
    return sum;
  }

  /** Whether plain loops have more of the arithmetic than is soon done. */
  private static boolean plainLoopsCount(List<Step> steps) {
    long plain = 0;
    long all = 0;
    for (Step step : steps) {
      plain += step.provider().equals("scalar") ? step.multiplyAdds() : 0;
      all += step.multiplyAdds();
    }
    return plain > all / 100;
  }

  private static void requireFits(long bytes, CompileOptions options) {
    options.limits().require(Limit.SESSION_BYTES, bytes, "a session for this batch and input");
  }

  /**
   * The plan after all rewrites, those that options ask for included: the tasks that kernels are
   * prepared for.
   */
  static Plan plan(Graph graph, Parameters parameters, CompileOptions options) {
    KernelProvider first = options.providers().getFirst();
    Optional<Precision> precision = options.precision();
    boolean asReals = precision.filter(p -> p == Precision.FP32 || p == Precision.BF16).isPresent();
    Predicate<Task> integers = task -> first.computesIntegers() && first.offer(task).isPresent();
    Plan plan =
        asReals
            ? rewritten(Lowering.lowerToReals(graph, parameters, options.batch()))
            : new MoveAsIntegers(integers)
                .apply(rewritten(Lowering.lower(graph, parameters, options.batch(), integers)));
    plan = new SplitChannels(options.channelSplit()).apply(plan);
    if (precision.equals(Optional.of(Precision.BF16))) {
      plan = new ComputeInBf16(task -> first.offer(task).isPresent()).apply(plan);
    }
    // The first provider decides: a block that it does not fuse it may still run layer by layer.
    if (!options.fusesBlocks()) {
      return plan;
    }
    plan = new FuseInvertedResidual(task -> first.prefers(task, options.threads())).apply(plan);
    return new FusePooledPointwise(task -> first.prefers(task, options.threads())).apply(plan);
  }

  /**
   * The plan after all rewrites that every program goes through, quantized values as the floats
   * that they stand for.
   */
  static Plan plan(Graph graph, Parameters parameters, int batch) {
    return rewritten(Lowering.lower(graph, parameters, batch));
  }

  private static Plan rewritten(Plan lowered) {
    Plan plan = lowered;
    for (Rewrite rewrite : REWRITES) {
      plan = rewrite.apply(plan);
    }
    return plan;
  }

  /** Who computes a task. */
  private record Offered(KernelProvider provider, Offer offer) {
    Kernel kernel(PackedWeights packed) {
      try {
        return offer.kernel(packed);
      } catch (UnavailableException e) {
        throw new RefusedProvider(provider, e);
      }
    }
  }

  /** The first provider that offers to compute a task. */
  private static Offered offered(PlannedTask task, CompileOptions options) {
    for (KernelProvider provider : options.providers()) {
      Optional<Offer> offer = provider.offer(task.task());
      if (offer.isPresent()) {
        return new Offered(provider, offer.get());
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "layer %s: none of %s can compute it",
            task.name(),
            options.providers().stream().map(KernelProvider::name).toList()));
  }
}
