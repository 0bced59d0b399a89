package liviano.engine;

import java.util.List;
import liviano.kernels.Kernel;
import liviano.kernels.Task;

/**
 * A task with the kernel that computes it.
 *
 * @param name the layer, for profiles
 * @param provider the name of the provider that serves it
 * @param inputs the operands it reads
 * @param output the operand it gives
 */
public record Step(
    String name, Task task, String provider, Kernel kernel, List<Operand> inputs, Operand output) {
  public Step {
    inputs = List.copyOf(inputs);
  }

  /** Multiply-adds of the step, by the paper's convention: convolutions and dense layers alone. */
  public long multiplyAdds() {
    return switch (task) {
      case Task.Pointwise t -> (long) t.rows() * t.inChannels() * t.outChannels();
      case Task.Convolution t ->
          output.elements()
              * t.geometry().kernelH()
              * t.geometry().kernelW()
              * (t.geometry().inC() / t.groups());
      case Task.Depthwise t -> output.elements() * t.geometry().kernelH() * t.geometry().kernelW();
      case Task.AveragePool _, Task.Resize _, Task.Add _, Task.Affine _, Task.Clip _ -> 0;
      case Task.Sigmoid _, Task.Softmax _, Task.Concat _, Task.MaxPool _, Task.LeakyRelu _ -> 0;
      case Task.Tanh _, Task.ResponseNorm _, Task.L2Normalize _, Task.SquaredDistance _ -> 0;
      case Task.SelectChannels _, Task.SpaceToDepth _, Task.Crop _ -> 0;
    };
  }
}
