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
    Task positive =
        switch (task) {
          case Task.Pointwise t ->
              new Task.Pointwise(
                  t.rows(),
                  t.inChannels(),
                  t.outChannels(),
                  absolute(t.weight()),
                  absolute(t.epilogue()));
          case Task.Convolution t ->
              new Task.Convolution(
                  t.geometry(), t.groups(), absolute(t.weight()), absolute(t.epilogue()));
          case Task.Depthwise t ->
              new Task.Depthwise(t.geometry(), absolute(t.weight()), absolute(t.epilogue()));
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
    return switch (task) {
      case Task.Pointwise t -> params(t.weight(), t.epilogue());
      case Task.Convolution t -> params(t.weight(), t.epilogue());
      case Task.Depthwise t -> params(t.weight(), t.epilogue());
      case Task.SquaredDistance t -> Stream.of(t.centre());
      case Task.Affine t -> Stream.of(t.scale(), t.offset());
      default -> Stream.empty();
    };
  }

  private static Stream<Param> params(Param weight, Epilogue epilogue) {
    return Stream.concat(Stream.of(weight), epilogue.bias().stream());
  }

  private static Epilogue absolute(Epilogue epilogue) {
    Optional<Param> bias = epilogue.bias().map(KernelCase::absolute);
    return new Epilogue(bias, epilogue.residual(), Clamp.NONE);
  }

  private static Param absolute(Param param) {
    return Tensors.param(
        param.name(), absolute(param.toFloats()), param.dims().toArray(Integer[]::new));
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
