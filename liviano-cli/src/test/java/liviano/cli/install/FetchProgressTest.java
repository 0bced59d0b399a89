package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class FetchProgressTest {
  private static final long MIB = 1L << 20;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long seconds;

  private FetchProgress progress(Terminal terminal) {
    Console console =
        new Console(InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, terminal);
    return new FetchProgress(console, "tiny", () -> seconds * 1_000_000_000L);
  }

  private String shown() {
    String all = err.toString(UTF_8);
    return all.substring(all.lastIndexOf('\r') + 1).strip();
  }

  @Test
  void onATerminalShowsAmountRateAndTimeLeft() {
    FetchProgress progress = progress(new Terminal(true, true, false, 80, UTF_8));
    progress.tick();
    assertThat(shown()).isEqualTo("fetching tiny, 0 s");
    progress.at(MIB, OptionalLong.of(20 * MIB));
    progress.tick();
    assertThat(shown()).isEqualTo("tiny: 1.0 of 20.0 MiB, 5 %");
    seconds = 2;
    progress.at(5 * MIB, OptionalLong.of(20 * MIB));
    progress.tick();
    assertThat(shown()).isEqualTo("tiny: 5.0 of 20.0 MiB, 25 %, 2.0 MiB/s, 8 s left");
    seconds = 3;
    progress.at(5 * MIB + MIB / 10, OptionalLong.of(200 * MIB));
    progress.tick();
    assertThat(shown()).isEqualTo("tiny: 5.1 of 200.0 MiB, 2 %, 1.4 MiB/s, 2 min 16 s left");
  }

  @Test
  void whereTheSizeIsUnknownItShowsWhatCame() {
    FetchProgress progress = progress(new Terminal(true, true, false, 80, UTF_8));
    progress.at(MIB, OptionalLong.empty());
    seconds = 1;
    progress.at(3 * MIB, OptionalLong.empty());
    progress.tick();
    assertThat(shown()).isEqualTo("tiny: 3.0 MiB, 2.0 MiB/s");
  }

  @Test
  void filesOfOneSourceCountTogether() {
    FetchProgress progress = progress(new Terminal(true, true, false, 80, UTF_8));
    Listener second = progress.after(4 * MIB, OptionalLong.of(8 * MIB));
    second.at(MIB, OptionalLong.of(2 * MIB));
    second.tick();
    assertThat(shown()).isEqualTo("tiny: 5.0 of 8.0 MiB, 62 %");
  }

  @Test
  void elsewhereItIsALineEachTenSeconds() {
    FetchProgress progress = progress(Terminal.none(UTF_8));
    for (seconds = 0; seconds <= 25; seconds++) {
      progress.at(seconds * MIB, OptionalLong.of(100 * MIB));
      progress.tick();
      progress.tick();
    }
    assertThat(err.toString(UTF_8).lines())
        .containsExactly(
            "liviano: tiny: 10.0 of 100.0 MiB, 10 %, 1.0 MiB/s, 1 min 30 s left",
            "liviano: tiny: 20.0 of 100.0 MiB, 20 %, 1.0 MiB/s, 1 min 20 s left");
  }
}
