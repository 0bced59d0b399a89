package liviano.train.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What holds on a thread while something is open. */
@Tag("libtorch")
class GuardsTest {

  @Test
  void nothingIsRememberedWithoutGradients() {
    try (TorchScope _ = TorchScope.open()) {
      Tensor leaf = Tensors.of(new float[] {1, 2}, 2);
      leaf.set_requires_grad(true);
      try (NoGrad _ = NoGrad.open()) {
        try (NoGrad _ = NoGrad.open()) {
          assertThat(leaf.mul(leaf).requires_grad()).isFalse();
        }
        assertThat(leaf.mul(leaf).requires_grad()).isFalse();
      }
      assertThat(leaf.mul(leaf).requires_grad()).isTrue();
    }
  }

  @Test
  void productsAreOfSixteenBitsWhileCasting() {
    try (TorchScope _ = TorchScope.open()) {
      Tensor matrix = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2);
      try (Autocast _ = Autocast.bfloat16()) {
        assertThat(matrix.matmul(matrix).scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      }
      assertThat(matrix.matmul(matrix).scalar_type().intern()).isEqualTo(ScalarType.Float);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void sixteenBitsAreComputedWithTheInstructionsThatLibtorchNames() throws IOException {
    List<String> flags =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("flags"))
            .limit(1)
            .flatMap(line -> Stream.of(line.split("\\s+")))
            .toList();
    boolean named =
        flags.containsAll(List.of("avx512bw", "avx512vl", "avx512dq"))
            || flags.contains("avx_ne_convert");
    assertThat(Autocast.supportsBfloat16()).isEqualTo(named);
  }

  /** A copy of 16 bits that outlives its step would be multiplied with in the next one. */
  @Test
  void theNextStepSeesTheNewWeights() {
    try (TorchScope _ = TorchScope.open()) {
      Tensor weight = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2);
      weight.set_requires_grad(true);
      Tensor x = Tensors.of(new float[] {1, 1}, 1, 2);
      assertThat(product(x, weight)).containsExactly(3, 7);
      try (NoGrad _ = NoGrad.open()) {
        weight.mul_(new Scalar(2.0));
      }
      assertThat(product(x, weight)).containsExactly(6, 14);
    }
  }

  private static float[] product(Tensor x, Tensor weight) {
    try (Autocast _ = Autocast.bfloat16()) {
      return Tensors.floats(torch.linear(x, weight));
    }
  }

  @Test
  void mapsLieWithTheChannelsInnermost() {
    float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    try (TorchScope _ = TorchScope.open()) {
      Tensor maps = Tensors.maps(values, 1, 3, 2, 2);
      assertThat(Tensors.extents(maps)).containsExactly(1L, 2L, 3L, 2L);
      assertThat(Tensors.floats(maps)).startsWith(1, 3, 5, 7);
      assertThat(Tensors.channelsLast(maps).data_ptr().address())
          .isEqualTo(maps.data_ptr().address());
      assertThat(Tensors.mapFloats(maps)).containsExactly(values);
    }
  }
}
