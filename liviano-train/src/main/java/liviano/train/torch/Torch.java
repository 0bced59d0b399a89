package liviano.train.torch;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/** libtorch as a whole: its libraries, its threads, its random numbers. Thread-safe. */
public final class Torch {
  private static volatile boolean loaded;
  private static volatile torch.DeviceType device = torch.DeviceType.CPU;

  private Torch() {}

  /**
   * Loads the native libraries; again does nothing.
   *
   * @throws TorchException if there are none for this platform, or they do not load
   */
  public static void load() {
    if (!loaded) { // asked for each step's scopes; the loader itself looks for files each time
      loadNow();
    }
  }

  private static synchronized void loadNow() {
    try {
      WaitingThreads.settle();
      Loader.load(torch.class);
      // oneDNN convolves; on some processors NNPACK says for each layer that it cannot
      torch.globalContext().setUserEnabledNNPACK(false);
      loaded = true;
    } catch (LinkageError | RuntimeException e) {
      throw TorchException.of("libtorch does not load on " + Loader.getPlatform(), e);
    }
  }

  /**
   * Puts new tensors on the first NVIDIA graphics card, where they are computed with.
   *
   * @throws TorchException if libtorch has no CUDA, or finds no such card
   */
  public static void useCuda() {
    load();
    if (!torch.cuda_is_available()) {
      throw new TorchException(
          "no CUDA here: that needs Linux on x86-64, an NVIDIA card, and CUDA 13, cuDNN 9 and NCCL"
              + " where the system looks for libraries");
    }
    device = torch.DeviceType.CUDA;
  }

  static torch.DeviceType device() {
    return device;
  }

  /**
   * How many threads compute one operation.
   *
   * @param count at least 1
   */
  public static void threads(int count) {
    load();
    torch.set_num_threads(count);
  }

  /** Where its random numbers start: those of dropout alone, for ours are our own. */
  public static void seed(long seed) {
    load();
    torch.manual_seed(seed);
  }

  /**
   * The version of libtorch, such as 2.10.0.
   *
   * @throws IOException if its archive does not say it
   */
  public static String version() throws IOException {
    return Loader.getVersion("org.bytedeco", "pytorch").replaceFirst("-.*", "");
  }
}
