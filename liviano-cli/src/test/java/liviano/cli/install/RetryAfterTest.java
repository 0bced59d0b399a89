package liviano.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-05T08:49:37Z");

  @Test
  void readsSecondsAndDates() {
    assertThat(RetryAfter.read(" 120 ", NOW)).contains(Duration.ofMinutes(2));
    assertThat(RetryAfter.read("Thu, 05 Nov 2026 08:50:37 GMT", NOW))
        .contains(Duration.ofMinutes(1));
    assertThat(RetryAfter.read("Thu, 5 Nov 2026 07:00:00 GMT", NOW)).contains(Duration.ZERO);
  }

  @Test
  void anythingElseIsNothing() {
    for (String text : new String[] {"", "a while", "-5", "1e9", "5 Nov 2026", "\u0663"}) {
      assertThat(RetryAfter.read(text, NOW)).as(text).isEmpty();
    }
  }
}
