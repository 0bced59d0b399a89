package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorProviderTest {

  /** Prints why the vector provider does not suit its JVM. */
  static final class Why {
    private Why() {}

    public static void main(String[] args) {
      System.out.println(Providers.vectorUnavailable().orElse("it suits"));
      System.out.println(
          "served by " + Providers.available().stream().map(KernelProvider::name).toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-Xint, without its optimizing compiler",
    "-XX:TieredStopAtLevel=1, without its optimizing compiler",
    "-XX:-UseFMA, rules out fused multiply-add",
  })
  void whereVectorsWouldCrawlOthersServe(String flag, String why) {
    assertThat(ChildJvm.run(Why.class, flag))
        .contains(why)
        .containsPattern("served by \\[(nativecode, )?scalar]");
  }
}
