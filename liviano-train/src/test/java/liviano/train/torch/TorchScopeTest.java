package liviano.train.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("libtorch")
class TorchScopeTest {

  private static Tensor made() {
    return Tensors.of(new float[] {1, 2}, 2);
  }

  @Test
  void freesWhatItMadeAndKeepsWhatIsKept() {
    Tensor kept;
    Tensor freed;
    try (TorchScope scope = TorchScope.open()) {
      kept = scope.keep(made());
      freed = made();
    }
    assertThat(freed.isNull()).isTrue();
    assertThat(Tensors.floats(kept)).containsExactly(1, 2);
    kept.close();
    assertThat(kept.isNull()).isTrue();
  }

  @Test
  void leavesWhatWasMadeBeforeAlone() {
    Torch.load();
    Tensor before = made();
    try (TorchScope scope = TorchScope.open()) {
      scope.keep(before);
    }
    assertThat(Tensors.floats(before)).containsExactly(1, 2);
  }

  @Test
  void passesToTheScopeAround() {
    Tensor passed;
    try (TorchScope _ = TorchScope.open()) {
      try (TorchScope inner = TorchScope.open()) {
        passed = inner.pass(made());
      }
      assertThat(Tensors.floats(passed)).containsExactly(1, 2);
    }
    assertThat(passed.isNull()).isTrue();
  }

  @Test
  void passesToNobodyWhereThereIsNoScopeAround() {
    Tensor passed;
    try (TorchScope scope = TorchScope.open()) {
      passed = scope.pass(made());
    }
    assertThat(Tensors.floats(passed)).containsExactly(1, 2);
    passed.close();
  }
}
