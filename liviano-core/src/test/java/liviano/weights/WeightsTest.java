package liviano.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.MalformedModelException;
import liviano.tensor.Extents;
import org.junit.jupiter.api.Test;

class WeightsTest {

  private static final Tensor EXPAND = Tensor.of("blocks.3.expand.weight", Extents.of(2), 1, 2);
  private static final Tensor PROJECT = Tensor.of("blocks.3.project.weight", Extents.of(1), 3);
  private static final Weights WEIGHTS = Weights.of(List.of(PROJECT, EXPAND));

  @Test
  void findsByName() {
    assertThat(WEIGHTS.names()).containsExactly(PROJECT.name(), EXPAND.name());
    assertThat(WEIGHTS.get("blocks.3.expand.weight")).isSameAs(EXPAND);
    assertThat(WEIGHTS.require("blocks.3.expand.weight", Extents.of(2))).isSameAs(EXPAND);
    assertThat(WEIGHTS.find("stem")).isEmpty();
    assertThat(WEIGHTS.contains("stem")).isFalse();
    assertThat(WEIGHTS.totalBytes()).isEqualTo(12);
  }

  @Test
  void namesWhatIsMissingAndWhatIsNear() {
    assertThatThrownBy(() -> WEIGHTS.get("blocks.4.expand.weight"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(
            "no tensor \"blocks.4.expand.weight\" among 2; nearest: \"blocks.3.expand.weight\"");
    assertThatThrownBy(
            () -> Weights.of("m.safetensors", List.of(EXPAND), MemorySegment.NULL).get("x"))
        .hasMessage("m.safetensors: no tensor \"x\" among 1");
  }

  @Test
  void namesBothShapes() {
    assertThatThrownBy(() -> WEIGHTS.require("blocks.3.expand.weight", Extents.of(2, 1)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("tensor \"blocks.3.expand.weight\" has shape [2], expected [2, 1]");
  }

  @Test
  void namesTheElementThatIsNotFinite() {
    assertThat(WEIGHTS.requireFinite()).isSameAs(WEIGHTS);
    for (float bad : new float[] {Float.NaN, 1 / 0f, -1 / 0f}) {
      Weights weights = Weights.of(List.of(EXPAND, Tensor.of("w", Extents.of(3), 1, bad, 2)));
      assertThatThrownBy(weights::requireFinite)
          .isInstanceOf(MalformedModelException.class)
          .hasMessage("tensor \"w\" is not finite at element 1 of 3");
    }
  }

  @Test
  void refusesTwoTensorsOfOneName() {
    assertThatIllegalArgumentException().isThrownBy(() -> Weights.of(List.of(EXPAND, EXPAND)));
  }

  @Test
  void errorsStayOnOneLine() {
    var error = new MalformedModelException("a\nb", 3, "x\u001b[31m\r\u202e");
    assertThat(error).hasMessage("a\ufffdb: at byte 3: x\ufffd[31m\ufffd\ufffd");
    assertThat(new MalformedModelException("no head").inFile("m").getMessage())
        .isEqualTo("m: no head");
    assertThat(error.inFile("other")).isSameAs(error);
  }
}
