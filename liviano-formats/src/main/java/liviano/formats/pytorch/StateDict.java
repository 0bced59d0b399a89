package liviano.formats.pytorch;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.LayerNames;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * Named tensors in a PyTorch file: the object itself, or one of the usual places within it.
 *
 * @param place the key of the checkpoint's dictionary that they stand under; empty if they are the
 *     object itself
 */
record StateDict(Weights tensors, Optional<String> place) {
  private static final List<String> PLACES =
      List.of(
          "state_dict",
          "model_state_dict",
          "model",
          "net",
          "network",
          "params",
          "weights",
          "ema",
          "state_dict_ema",
          "model_ema",
          "ema_state_dict");

  private static final int MOST_NAMED = 4;

  /** A dictionary in a dictionary in a dictionary. */
  private static final int DEEPEST = 3;

  /**
   * The state dict in what a file holds.
   *
   * @param numbers those of the storages, by their keys
   * @throws UnsupportedModelException if there is none
   */
  static StateDict of(Object object, Map<String, MemorySegment> numbers, Limits limits) {
    if (object instanceof Map<?, ?> dictionary) {
      Optional<Found> found = find(dictionary, Optional.empty(), DEEPEST);
      if (found.isPresent()) {
        return new StateDict(
            tensors(found.get().dictionary(), numbers, limits), found.get().place());
      }
      throw new UnsupportedModelException(
          "it is a checkpoint without a state dict: its keys are " + named(dictionary));
    }
    throw new UnsupportedModelException(
        "it holds no state dict: save one with torch.save(model.state_dict(), FILE)");
  }

  private record Found(Map<?, ?> dictionary, Optional<String> place) {}

  private static Optional<Found> find(Map<?, ?> dictionary, Optional<String> place, int depth) {
    if (dictionary.values().stream().anyMatch(TensorView.class::isInstance)) {
      return Optional.of(new Found(dictionary, place));
    }
    if (depth == 0) {
      return Optional.empty();
    }
    for (String key : PLACES) {
      if (dictionary.get(key) instanceof Map<?, ?> inner) {
        Optional<Found> found = find(inner, Optional.of(key), depth - 1);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Weights tensors(
      Map<?, ?> dictionary, Map<String, MemorySegment> numbers, Limits limits) {
    limits.require(Limit.TENSORS, dictionary.size(), "its dictionary");
    List<Tensor> tensors = new ArrayList<>();
    for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
      // What a module keeps beside its tensors is of training.
      if (entry.getKey() instanceof String name && entry.getValue() instanceof TensorView view) {
        tensors.add(tensor(name, view, numbers));
      }
    }
    return Weights.of(tensors);
  }

  private static Tensor tensor(String name, TensorView view, Map<String, MemorySegment> numbers) {
    MemorySegment storage = numbers.get(view.storage().key());
    if (storage == null) {
      throw new MalformedModelException("the storage of tensor '" + name + "' is not in it");
    }
    return view.read(name, storage);
  }

  private static String named(Map<?, ?> dictionary) {
    String some =
        dictionary.keySet().stream()
            .limit(MOST_NAMED)
            .map(key -> "'" + LayerNames.shortened(String.valueOf(key)) + "'")
            .collect(Collectors.joining(", "));
    return dictionary.size() > MOST_NAMED ? some + " and more" : some;
  }

  /** Some of its tensors, for people. */
  String described() {
    List<Tensor> all = tensors.tensors();
    String some =
        all.stream()
            .limit(MOST_NAMED)
            .map(tensor -> LayerNames.shortened(tensor.name()) + " " + tensor.dims())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s%d %s (%s%s)",
        place.map(key -> "its '" + key + "' has ").orElse("it has "),
        all.size(),
        all.size() == 1 ? "tensor" : "tensors",
        some,
        all.size() > MOST_NAMED ? ", ..." : "");
  }
}
