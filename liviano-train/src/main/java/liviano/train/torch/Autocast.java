package liviano.train.torch;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * While it is open, the products of this thread are computed in 16-bit brain floats: the forward
 * pass and the loss of one step. Parameters and gradients stay 32-bit floats. libtorch keeps 16-bit
 * copies of the parameters; they go at the end, for otherwise the next step would compute with the
 * old ones.
 */
public final class Autocast implements AutoCloseable {
  private final DeviceType device;
  private final boolean wasEnabled;
  private final ScalarType was;

  private Autocast(DeviceType device, boolean wasEnabled, ScalarType was) {
    this.device = device;
    this.wasEnabled = wasEnabled;
    this.was = was;
  }

  /**
   * Whether libtorch convolves in 16 bits here. Where it does not, as on CPUs without AVX-512, it
   * takes one channel after another, and a step lasts about ten times as long as in 32 bits.
   *
   * @throws TorchException if libtorch does not load
   */
  public static boolean supportsBfloat16() {
    Torch.load();
    if (Torch.device() != DeviceType.CPU) {
      return true;
    }
    try (TorchScope _ = TorchScope.open()) {
      Tensor one = torch.ones(1, 1, 1, 1).to(ScalarType.BFloat16);
      long[] step = {1, 1};
      torch.mkldnn_convolution(one, one, new TensorOptional(), new long[2], step, step, 1);
      return true;
    } catch (RuntimeException _) { // libtorch names the instructions that it misses
      return false;
    }
  }

  /**
   * Refuses to train in 16 bits where that is slower than in 32.
   *
   * @throws TorchException if it is; the message says what the CPU misses
   */
  public static void requireBfloat16() {
    if (!supportsBfloat16()) {
      throw new TorchException(
          "bf16 needs a CPU with AVX-512 or AVX-NE-CONVERT; this one has neither, and libtorch would"
              + " take about ten times as long as in fp32");
    }
  }

  /** Begins on this thread. */
  public static Autocast bfloat16() {
    Torch.load();
    DeviceType device = Torch.device();
    Autocast autocast =
        new Autocast(device, torch.is_autocast_enabled(device), torch.get_autocast_dtype(device));
    torch.increment_nesting();
    torch.set_autocast_enabled(device, true);
    torch.set_autocast_dtype(device, ScalarType.BFloat16);
    return autocast;
  }

  /**
   * What a function gives for a tensor on a CPU in 32-bit floats, though products around it may be
   * in 16 bits. Elsewhere it computes as those around it.
   */
  public static Tensor inFloats(Tensor tensor, UnaryOperator<Tensor> function) {
    DeviceType device = Torch.device();
    if (device != DeviceType.CPU || !torch.is_autocast_enabled(device)) {
      return function.apply(tensor);
    }
    torch.set_autocast_enabled(device, false);
    try {
      return function.apply(tensor.to(ScalarType.Float));
    } finally {
      torch.set_autocast_enabled(device, true);
    }
  }

  /** As it was before; the outermost one forgets the copies. */
  @Override
  public void close() {
    torch.set_autocast_enabled(device, wasEnabled);
    torch.set_autocast_dtype(device, was);
    if (torch.decrement_nesting() == 0) {
      torch.clear_cache();
    }
  }
}
