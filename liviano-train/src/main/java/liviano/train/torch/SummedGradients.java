package liviano.train.torch;

import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;

/**
 * Numbers summed over workers, through which gradients go back summed in turn. For one thread. One
 * object serves a whole network, because there is room for few callbacks in a process.
 */
public final class SummedGradients implements AutoCloseable {
  private final Consumer<Tensor> sum;
  private final TensorTensorHook hook;

  /**
   * Sums of this kind.
   *
   * @param sum makes the numbers of a tensor their sums over all workers
   */
  public SummedGradients(Consumer<Tensor> sum) {
    Torch.load();
    this.sum = sum;
    this.hook =
        new TensorTensorHook() {
          @Override
          public TensorBase call(TensorBase gradient) {
            return summed(new Tensor(gradient));
          }
        };
  }

  /**
   * The sums over all workers of numbers that each has. All must ask in the same order.
   *
   * @param own this worker's
   */
  public Tensor of(Tensor own) {
    Tensor all = own.add(summed(own).sub(own).detach());
    if (all.requires_grad()) {
      all.register_hook(hook);
    }
    return all;
  }

  private Tensor summed(Tensor own) {
    try (NoGrad _ = NoGrad.open()) {
      Tensor all = own.detach().clone();
      sum.accept(all);
      return all;
    }
  }

  @Override
  public void close() {
    hook.close();
  }
}
