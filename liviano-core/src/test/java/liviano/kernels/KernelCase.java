package liviano.kernels;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A task with numbers to run it on.
 *
 * @param inputs the tensors it reads, a residual last
 * @param outputs numbers in its output
 * @param products additions in one output's sum; 0 where every provider must give scalar's bits
 */
record KernelCase(String name, Task task, List<float[]> inputs, int outputs, int products) {

  boolean exact() {
    return products == 0;
  }

  /**
   * The case whose result says how large the terms of each sum are: all numbers made positive, and
   * nothing clamped.
   */
  KernelCase magnitude() {
    // All terms of a softmax are positive as they are, and so is the logistic function: what they
    // may differ by is a share of the result. Scalar computes them in double precision.
    if (task instanceof Rows.Softmax || task instanceof Elementwise.Sigmoid) {
      return this;
    }
    Task positive =
        switch (task) {
          case Linear t -> absolute(t);
          case Fused.InvertedResidual t ->
              new Fused.InvertedResidual(
                  t.expand().map(e -> (Linear.Expansion) absolute(e)),
                  (Linear.Depthwise) absolute(t.filter()),
                  (Linear.Pointwise) absolute(t.project()));
          case Fused.PooledPointwise t ->
              new Fused.PooledPointwise((Linear.Pointwise) absolute(t.pointwise()), t.pool());
          // A norm is as exact as its sum of squares, whose terms are all positive: what it may
          // differ by is a share of the result. Scalar computes it in double precision.
          case Rows.ResponseNorm t -> t;
          case Rows.L2Normalize t -> t;
          default -> throw new IllegalStateException(name + " has no sums");
        };
    List<float[]> sizes = inputs.stream().map(KernelCase::absolute).toList();
    return new KernelCase(name, positive, sizes, outputs, products);
  }

  /** The same task on other numbers. */
  KernelCase withInputs(UnaryOperator<float[]> change) {
    return new KernelCase(name, task, inputs.stream().map(change).toList(), outputs, products);
  }

  Stream<Param> params() {
    return task.params().stream();
  }

  private static Linear absolute(Linear t) {
    return t.with(absolute(t.weight()), absolute(t.epilogue()), t.formats());
  }

  private static Epilogue absolute(Epilogue epilogue) {
    Optional<Param> bias = epilogue.bias().map(KernelCase::absolute);
    return new Epilogue(bias, epilogue.residual(), Clamp.NONE);
  }

  private static Param absolute(Param param) {
    return Tensors.param(
        param.name(), absolute(param.toFloats()), param.shape().dims().toArray(Integer[]::new));
  }

  private static float[] absolute(float[] values) {
    float[] sizes = values.clone();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(sizes[i]);
    }
    return sizes;
  }

  @Override
  public String toString() {
    return name;
  }
}
