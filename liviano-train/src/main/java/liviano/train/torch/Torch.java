package liviano.train.torch;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/** libtorch as a whole: its libraries, its threads, its random numbers. Thread-safe. */
public final class Torch {
  private Torch() {}

  /**
   * Loads the native libraries; again does nothing.
   *
   * @throws TorchException if there are none for this platform, or they do not load
   */
  public static synchronized void load() {
    try {
      Loader.load(torch.class);
    } catch (LinkageError | RuntimeException e) {
      throw TorchException.of("libtorch does not load on " + Loader.getPlatform(), e);
    }
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
