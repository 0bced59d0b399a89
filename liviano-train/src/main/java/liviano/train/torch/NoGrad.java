package liviano.train.torch;

import org.bytedeco.pytorch.GradMode;

/** While it is open, this thread remembers nothing for gradients. Nests. */
public final class NoGrad implements AutoCloseable {
  private final boolean before;

  private NoGrad(boolean before) {
    this.before = before;
  }

  /** Begins on this thread. */
  public static NoGrad open() {
    Torch.load();
    NoGrad guard = new NoGrad(GradMode.is_enabled());
    GradMode.set_enabled(false);
    return guard;
  }

  /** As it was before. */
  @Override
  public void close() {
    GradMode.set_enabled(before);
  }
}
