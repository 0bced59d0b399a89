package liviano.train.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.train.optimize.Ema;
import liviano.train.torch.NoGrad;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Tensor;

/** Puts the averaged weights in the place of the network's own until it is closed. */
final class Swapped implements AutoCloseable {
  private final List<Tensor> places;
  private final List<Tensor> own;

  private Swapped(List<Tensor> places, List<Tensor> own) {
    this.places = places;
    this.own = own;
  }

  /** Without averages it does nothing. */
  static Swapped in(SequencedMap<String, Tensor> weights, Optional<Ema> ema) {
    if (ema.isEmpty()) {
      return new Swapped(List.of(), List.of());
    }
    List<Tensor> places = List.copyOf(weights.values());
    List<Tensor> own = new ArrayList<>();
    try (NoGrad _ = NoGrad.open()) {
      for (Tensor tensor : places) {
        own.add(tensor.detach().clone());
      }
      copy(List.copyOf(ema.get().averages().values()), places);
    }
    return new Swapped(places, own);
  }

  private static void copy(List<Tensor> from, List<Tensor> to) {
    try (TorchScope _ = TorchScope.open()) {
      for (int i = 0; i < to.size(); i++) {
        to.get(i).copy_(from.get(i));
      }
    }
  }

  @Override
  public void close() {
    try (NoGrad _ = NoGrad.open()) {
      copy(own, places);
    }
    own.forEach(Tensor::close);
  }
}
