package liviano.train.torch;

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
