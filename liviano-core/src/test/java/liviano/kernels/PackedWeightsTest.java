package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What is packed is known by what it is and by how it is packed, and by no text of a file. */
class PackedWeightsTest {
  private record Wide(int lanes) implements PackedWeights.Layout {}

  private record Tall(int lanes) implements PackedWeights.Layout {}

  private enum Rule implements Origin.Rule {
    SCALED
  }

  private final PackedWeights packed = new PackedWeights();

  @Test
  void oneParameterInOneLayoutIsPackedOnce() {
    Param param = Tensors.param("a", new float[] {1, 2}, 2);
    Param again = Tensors.param("a", new float[] {1, 2}, 2);

    MemorySegment first = packed.get(param, new Wide(4), 16, _ -> {});

    assertThat(first.isReadOnly()).isTrue();
    assertThat(packed.get(again, new Wide(4), 16, _ -> {}).address()).isEqualTo(first.address());
    assertThat(packed.bytes()).isEqualTo(16);
  }

  @Test
  void anotherLayoutFormatOrOriginIsPackedApart() {
    Param param = Tensors.param("a", new float[] {1}, 1);
    Param scale = Tensors.param("s", new float[] {1}, 1);
    Param integers = new Param("a", DType.I32, Shape.of(1), param.data());
    List<Origin> from = List.of(param.origin(), scale.origin());
    Param made = new Param(new Origin.Made(Rule.SCALED, from), DType.F32, Shape.of(1), param::data);
    // What a file may call a tensor of its own.
    Param named = Tensors.param(made.name(), new float[] {1}, 1);

    packed.get(param, new Wide(4), 16, _ -> {});
    packed.get(param, new Wide(8), 16, _ -> {});
    packed.get(param, new Tall(4), 16, _ -> {});
    packed.get(integers, new Wide(4), 16, _ -> {});
    packed.get(made, new Wide(4), 16, _ -> {});
    packed.get(named, new Wide(4), 16, _ -> {});
    packed.zeros(16);
    packed.zeros(32);

    assertThat(packed.bytes()).isEqualTo(7 * 16 + 32);
  }

  @Test
  void aSizeThatTheLayoutDoesNotExplainIsRefused() {
    Param param = Tensors.param("a", new float[] {1}, 1);
    packed.get(param, new Wide(4), 16, _ -> {});

    assertThatThrownBy(() -> packed.get(param, new Wide(4), 64, _ -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("packed into 16 bytes, 64 are read");
  }

  @Test
  void lendsTheSameMemoryAgainWhereItIsLargeEnoughAndFree() {
    List<MemorySegment> lent = new ArrayList<>(); // held, so that no collection takes them
    packed.lend(100, lent::add);
    packed.lend(50, lent::add);
    packed.lend(1 << 20, lent::add);
    packed.lend(
        1000,
        outer -> {
          lent.add(outer);
          packed.lend(1000, lent::add);
        });

    assertThat(lent).allMatch(memory -> memory.address() % 64 == 0);
    assertThat(lent.get(1)).isSameAs(lent.get(0));
    assertThat(lent.get(2).byteSize()).isGreaterThanOrEqualTo(1 << 20);
    assertThat(lent.get(3)).isSameAs(lent.get(2));
    assertThat(lent.get(4)).isNotSameAs(lent.get(3));
  }
}
