package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

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
  void aKindOfMachineCodeThatCannotServeIsNotPassedOver() {
    assertThat(ChildJvm.run(Asked.class, "-Dliviano.cpu=sse"))
        .contains("refused: kernels 'nativecode' cannot serve here: ");
    assertThat(ChildJvm.run(Asked.class, "-Dliviano.cpu=sse", "-Dliviano.kernels=scalar"))
        .contains("first scalar");
  }
}
