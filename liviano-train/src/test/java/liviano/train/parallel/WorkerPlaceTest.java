package liviano.train.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import liviano.train.torch.TorchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerPlaceTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Map<String, String> WHOLE =
      Map.of("RANK", "1", "WORLD_SIZE", "4", "MASTER_ADDR", "node-0", "MASTER_PORT", "29500");

  @Test
  void aPlaceIsWhatTorchrunSets() {
    assertThat(WorkerPlace.of(WHOLE, MINUTE))
        .contains(new WorkerPlace(1, 4, "node-0", 29_500, MINUTE));
    assertThat(WorkerPlace.of(Map.of("PATH", "/bin"), MINUTE)).isEmpty();
  }

  @Test
  void coresAreSharedByTheWorkersOfOneMachine() {
    assertThat(WorkerPlace.onThisMachine(WHOLE)).isEqualTo(1);
    assertThat(WorkerPlace.onThisMachine(Map.of("LOCAL_WORLD_SIZE", "2"))).isEqualTo(2);
    assertThatThrownBy(() -> WorkerPlace.onThisMachine(Map.of("LOCAL_WORLD_SIZE", "0")))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("LOCAL_WORLD_SIZE must be from 1");
  }

  @Test
  void anotherWorkersEnvironmentIsReadBack() {
    WorkerPlace first = new WorkerPlace(0, 3, "::1", 1, MINUTE);
    assertThat(WorkerPlace.of(first.environment(2), MINUTE))
        .contains(new WorkerPlace(2, 3, "::1", 1, MINUTE));
  }

  @ParameterizedTest
  @CsvSource({
    "RANK, , RANK is not set",
    "WORLD_SIZE, , WORLD_SIZE is not set",
    "MASTER_ADDR, , MASTER_ADDR is not set",
    "MASTER_PORT, , MASTER_PORT is not set",
    "RANK, 4, 'RANK must be from 0 to 3, is 4'",
    "RANK, -1, 'RANK must be a whole number, is ''-1'''",
    "WORLD_SIZE, 1e3, 'WORLD_SIZE must be a whole number'",
    "WORLD_SIZE, 99999, WORLD_SIZE must be from 1 to 4096",
    "MASTER_PORT, 65536, MASTER_PORT must be from 1 to 65535",
    "MASTER_ADDR, ' ', MASTER_ADDR is empty",
  })
  void whatIsMissingOrWrongIsNamed(String name, String value, String message) {
    Map<String, String> environment = new HashMap<>(WHOLE);
    if (value == null) {
      environment.remove(name);
    } else {
      environment.put(name, value);
    }
    assertThatThrownBy(() -> WorkerPlace.of(environment, MINUTE))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining(message);
  }
}
