package liviano.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final Settings NONE = new Settings(Map.of());

  @ParameterizedTest
  @CsvSource({"1, 1", "500k, 512000", "32M, 33554432", "2G, 2147483648", "3MiB, 3145728"})
  void bytesHaveUnits(String text, long bytes) {
    assertThat(NONE.bytes("--max-body", Optional.of(text))).hasValue(bytes);
  }

  @ParameterizedTest
  @CsvSource({"500ms, 500", "30s, 30000", "2m, 120000", "7, 7000"})
  void timesHaveUnits(String text, long millis) {
    assertThat(NONE.time("--deadline", Optional.of(text))).hasValue(Duration.ofMillis(millis));
  }

  @Test
  void optionsGoBeforeVariables() {
    Settings settings =
        new Settings(
            Map.of(
                "LIVIANO_SERVE_PORT", "1",
                "LIVIANO_SERVE_ALLOW_ORIGIN", "https://a.example, https://b.example",
                "LIVIANO_SERVE_WATCH", "yes",
                "LIVIANO_SERVE_WARM", "0",
                "LIVIANO_SERVE_BIND", " "));
    assertThat(settings.integer("--port", Optional.empty(), 0, 9)).hasValue(1);
    assertThat(settings.integer("--port", Optional.of("2"), 0, 9)).hasValue(2);
    assertThat(settings.texts("--allow-origin", List.of()))
        .containsExactly("https://a.example", "https://b.example");
    assertThat(settings.texts("--allow-origin", List.of("https://c.example")))
        .containsExactly("https://c.example");
    assertThat(settings.flag("--watch", false)).isTrue();
    assertThat(settings.flag("--warm", false)).isFalse();
    assertThat(settings.text("--bind", Optional.empty())).isEmpty();
  }
}
