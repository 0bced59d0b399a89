package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class InvocationTest {
  @AfterEach
  void forget() {
    System.clearProperty(Invocation.PROPERTY);
  }

  @Test
  void messagesSayWhatTheLauncherWasCalled() {
    assertThat(Invocation.of("models list")).isEqualTo("'liviano models list'");
    System.setProperty(Invocation.PROPERTY, "./liviano");
    assertThat(Invocation.of("models list")).isEqualTo("'./liviano models list'");
  }
}
