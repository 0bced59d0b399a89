package liviano.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.GlobalOptions;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class BatchTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandContext context =
      new CommandContext(
          new Console(
              InputStream.nullInputStream(),
              new ByteArrayOutputStream(),
              err,
              Terminal.none(StandardCharsets.UTF_8)),
          new GlobalOptions(),
          Map.of());

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void resultsComeInTheOrderOfTheInputs(int workers) {
    List<String> results = new ArrayList<>();
    int status =
        new Batch(context, workers)
            .run(
                pictures(200),
                input -> {
                  pause(input.name().hashCode() % 3);
                  return input.name().length();
                },
                (input, length) -> results.add(input.name() + " " + length));
    assertThat(status).isEqualTo(ExitStatus.DONE);
    assertThat(results)
        .containsExactlyElementsOf(
            pictures(200).stream().map(i -> i.name() + " " + i.name().length()).toList());
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void failuresAreReportedInTheirTurnAndTheOthersGoOn(int workers) {
    List<Input> inputs = new ArrayList<>(pictures(6));
    inputs.set(1, new Input.Unreadable("gone.jpg", "no such file"));
    List<String> results = new ArrayList<>();
    int status =
        new Batch(context, workers)
            .run(
                inputs,
                input ->
                    switch (input.name()) {
                      case "2.jpg" -> throw new IOException("truncated JPEG");
                      case "3.jpg" -> throw new IOException("3.jpg: byte 7: no marker");
                      case "4.jpg" -> throw new IllegalStateException("odd");
                      default -> input.name();
                    },
                (input, name) -> results.add(name));
    assertThat(status).isEqualTo(ExitStatus.FAILED);
    assertThat(results).containsExactly("0.jpg", "5.jpg");
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "liviano: gone.jpg: no such file",
            "liviano: 2.jpg: truncated JPEG",
            "liviano: 3.jpg: byte 7: no marker",
            "liviano: 4.jpg: internal error: java.lang.IllegalStateException: odd"
                + " (--debug shows the stack trace)");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void onlyAWindowOfResultsIsHeld(int workers) {
    AtomicInteger held = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    new Batch(context, workers)
        .run(
            pictures(300),
            input -> most.accumulateAndGet(held.incrementAndGet(), Math::max),
            (input, result) -> held.decrementAndGet());
    assertThat(most.get()).isLessThanOrEqualTo(2 * workers);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void resultsThatNobodyTakesEndTheBatch(int workers) {
    AtomicInteger done = new AtomicInteger();
    Batch batch = new Batch(context, workers);
    assertThatThrownBy(
            () ->
                batch.run(
                    pictures(100_000),
                    input -> done.incrementAndGet(),
                    (input, result) -> {
                      throw new IllegalArgumentException("enough");
                    }))
        .hasMessage("enough");
    assertThat(done.get()).isLessThanOrEqualTo(2 * workers);
  }

  private static List<Input> pictures(int count) {
    return IntStream.range(0, count)
        .<Input>mapToObj(i -> new Input.File(i + ".jpg", Path.of(i + ".jpg")))
        .toList();
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(Math.max(0, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
