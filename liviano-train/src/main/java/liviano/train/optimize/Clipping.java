package liviano.train.optimize;

import java.util.List;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchException;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Keeps gradients within bounds. */
public final class Clipping {
  private Clipping() {}

  /**
   * Scales the gradients of all parameters down together where their norm is above {@code most}.
   *
   * @return the norm before
   * @throws TorchException if one of them is not finite
   */
  public static double clip(List<Tensor> parameters, double most) {
    try (NoGrad _ = NoGrad.open();
        TorchScope _ = TorchScope.open()) {
      double sum = 0;
      for (Tensor parameter : parameters) {
        Tensor gradient = parameter.grad();
        if (gradient.defined()) {
          double norm = Tensors.number(gradient.norm());
          sum += norm * norm;
        }
      }
      double norm = Math.sqrt(sum);
      if (!Double.isFinite(norm)) {
        throw new TorchException(
            "the gradients are no longer finite: the learning rate is too high");
      }
      if (norm > most) {
        Scalar factor = new Scalar(most / norm);
        for (Tensor parameter : parameters) {
          if (parameter.grad().defined()) {
            parameter.grad().mul_(factor);
          }
        }
      }
      return norm;
    }
  }
}
