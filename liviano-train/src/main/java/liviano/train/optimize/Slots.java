package liviano.train.optimize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import liviano.train.torch.NoGrad;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** What an optimizer remembers of each parameter: tensors of its extents. */
final class Slots implements AutoCloseable {
  private final List<TrainedParameter> parameters;
  private final SequencedMap<String, List<Tensor>> kinds = new LinkedHashMap<>();

  Slots(List<TrainedParameter> parameters) {
    this.parameters = List.copyOf(parameters);
  }

  List<TrainedParameter> parameters() {
    return parameters;
  }

  /** Adds a kind, all of one number, and gives a tensor for each parameter. */
  List<Tensor> add(String kind, double number) {
    List<Tensor> tensors = new ArrayList<>();
    try (NoGrad _ = NoGrad.open();
        TorchScope scope = TorchScope.open()) {
      for (TrainedParameter parameter : parameters) {
        tensors.add(scope.keep(parameter.tensor().detach().clone()));
        tensors.getLast().fill_(new Scalar(number));
      }
    }
    kinds.put(kind, tensors);
    return tensors;
  }

  /** By the kind and the parameter's name. */
  SequencedMap<String, Tensor> state() {
    SequencedMap<String, Tensor> state = new LinkedHashMap<>();
    kinds.forEach(
        (kind, tensors) -> {
          for (int i = 0; i < tensors.size(); i++) {
            state.put(kind + "." + parameters.get(i).name(), tensors.get(i));
          }
        });
    return state;
  }

  void zeroGradients() {
    for (TrainedParameter parameter : parameters) {
      parameter.tensor().mutable_grad().reset();
    }
  }

  @Override
  public void close() {
    kinds.values().forEach(tensors -> tensors.forEach(Tensor::close));
  }
}
