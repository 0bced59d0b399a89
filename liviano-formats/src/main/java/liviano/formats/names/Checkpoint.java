package liviano.formats.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * Named tensors from a file of any kind.
 *
 * @param kind of file, for people
 * @param tensors without the prefixes that all of them have in common with a wrapper around the
 *     network
 * @param texts what the file says beside them
 */
public record Checkpoint(String kind, Weights tensors, Map<String, String> texts) {
  private static final List<String> WRAPPERS =
      List.of("module.", "_orig_mod.", "model.", "net.", "network.");

  private static final int MOST_WRAPPERS = 4;

  public Checkpoint {
    texts = Map.copyOf(texts);
    tensors = unwrapped(tensors);
  }

  /** Wrappers around a network, such as for several devices, put a prefix before all names. */
  private static Weights unwrapped(Weights tensors) {
    Weights plain = tensors;
    for (int i = 0; i < MOST_WRAPPERS && plain.size() > 0; i++) {
      List<String> names = plain.names();
      Optional<String> wrapper =
          WRAPPERS.stream()
              .filter(prefix -> names.stream().allMatch(name -> name.startsWith(prefix)))
              .findFirst();
      if (wrapper.isEmpty()) {
        return plain;
      }
      plain = without(wrapper.get(), plain);
    }
    return plain;
  }

  private static Weights without(String prefix, Weights tensors) {
    List<Tensor> plain = new ArrayList<>();
    for (Tensor tensor : tensors.tensors()) {
      String name = tensor.name().substring(prefix.length());
      plain.add(new Tensor(name, tensor.type(), tensor.dims(), tensor.data()));
    }
    return Weights.of(plain);
  }
}
