package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class ProvidersTest {

  /** Prints who is asked in its JVM, or why nobody is. */
  static final class Asked {
    private Asked() {}

    public static void main(String[] args) {
      try {
        System.out.println("first " + Providers.ask().getFirst().name());
      } catch (IllegalArgumentException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }

  @Test
  void everyKindServesByItsNameOrSaysWhyNot() {
    for (String kind : Providers.KINDS) {
      Providers.unavailable(kind)
          .ifPresentOrElse(
              why ->
                  assertThatThrownBy(() -> Providers.named(kind))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageContaining(why),
              () -> assertThat(kind).startsWith(Providers.named(kind).getFirst().name()));
    }
    assertThat(Providers.unavailable("scalar")).isEmpty();
    assertThatThrownBy(() -> Providers.unavailable("cuda"))
        .hasMessage(
            "unknown kernels 'cuda'; known are auto, nativecode, nativecode-avx512,"
                + " nativecode-avx2, vector, scalar");
  }

  @Test
  void aKindOfMachineCodeIsThatKindWhateverThisMachineHas() {
    assumeTrue(Providers.unavailable("nativecode-avx2").isEmpty(), "no AVX2 and FMA here");
    assertThat(Providers.named("nativecode-avx2").getFirst().description())
        .isIn("machine code, AVX2 and FMA", "machine code, AVX2, FMA and VNNI");
  }

  @Test
  void aKindOfMachineCodeThatCannotServeIsNotPassedOver() {
    assertThat(ChildJvm.run(Asked.class, "-Dliviano.cpu=sse"))
        .contains("refused: kernels 'nativecode' cannot serve here: ");
    assertThat(ChildJvm.run(Asked.class, "-Dliviano.cpu=sse", "-Dliviano.kernels=scalar"))
        .contains("first scalar");
  }
}
