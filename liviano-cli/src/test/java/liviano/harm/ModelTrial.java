package liviano.harm;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.LivianoException;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.engine.SessionTensor;
import liviano.graph.Graph;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.model.Model;
import liviano.tensor.DType;
import liviano.weights.Tensor;

/** Compiles and runs what was loaded, each network once by every provider. */
final class ModelTrial {
  /** So that no case takes long; what asks for more is refused as anywhere. */
  private static final Limits QUICK =
      Limits.defaults()
          .with(Limit.MULTIPLY_ADDS, 4_000_000)
          .with(Limit.STEPS, 400_000)
          .with(Limit.TABLE_BYTES, 4 << 20)
          .with(Limit.PACKED_BYTES, 16 << 20)
          .with(Limit.CODE_BYTES, 4 << 20)
          .with(Limit.SESSION_BYTES, 16 << 20);

  private final Set<Graph> seen = new HashSet<>();
  private int computed;

  /** How many networks were computed by at least one provider. */
  int computed() {
    return computed;
  }

  /**
   * Reads all weights, and computes the network if it is another than those before.
   *
   * @throws LivianoException if it asks for too much, or cannot be computed
   */
  void run(Model model) {
    for (Tensor tensor : model.weights().tensors()) {
      new CRC32().update(tensor.data().asByteBuffer());
    }
    if (!seen.add(model.graph())) {
      return;
    }
    KernelProvider scalar = Providers.available().getLast();
    for (KernelProvider provider : Providers.available()) {
      CompileOptions options =
          CompileOptions.builder().limits(QUICK).providers(List.of(provider, scalar)).build();
      Session session = Engine.compile(model.graph(), model.weights(), options).newSession();
      model.graph().inputs().forEach(input -> fill(session.input(input.name())));
      session.run();
    }
    computed++;
  }

  private static void fill(SessionTensor input) {
    if (input.format() == DType.F32) {
      float[] numbers = new float[(int) (input.segment().byteSize() / Float.BYTES)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = i % 17 / 4f - 2;
      }
      input.copyFrom(numbers);
    } else {
      input.segment().fill((byte) 1);
    }
  }
}
