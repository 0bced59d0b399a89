package liviano.train.run;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class EventFileTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_250L));

  @TempDir private Path folder;

  /** The value that the standards of CRC-32C print. */
  @Test
  void theReaderSumsAsTheStandardSays() {
    assertThat(Events.sum("123456789".getBytes(US_ASCII))).isEqualTo(0xe3069283);
  }

  @Test
  void theFirstRecordIsTheFormatAndTheSecondTheStart() throws IOException {
    EventFile.create(folder, 1, CLOCK).close();
    Path file = folder.resolve("events.out.tfevents.1700000000.liviano");
    List<Events.Event> events = Events.read(file);
    assertThat(events).hasSize(2);
    assertThat(events.getFirst().version()).isEqualTo("brain.Event:2");
    assertThat(events.getFirst().time()).isEqualTo(1_700_000_000.25);
    assertThat(events.getLast().starts()).isTrue();
    assertThat(events.getLast().step()).isEqualTo(1);
  }

  @Test
  void numbersByTagAndStep() throws IOException {
    try (EventFile file = EventFile.create(folder, 1, CLOCK)) {
      SequencedMap<String, Double> numbers = new LinkedHashMap<>();
      numbers.put("train/loss", 2.5);
      numbers.put("validation/accuracy", 0.625);
      file.add(192, numbers);
      numbers.put("train/loss", Double.NaN);
      file.add(5_000_000_000L, numbers);
    }
    List<Events.Event> events =
        Events.read(folder.resolve("events.out.tfevents.1700000000.liviano"));
    assertThat(events.get(2).step()).isEqualTo(192);
    assertThat(events.get(2).numbers())
        .containsEntry("train/loss", 2.5f)
        .containsEntry("validation/accuracy", 0.625f)
        .hasSize(2);
    assertThat(events.get(3).step()).isEqualTo(5_000_000_000L);
    assertThat(events.get(3).numbers().get("train/loss")).isNaN();
  }

  /** A run that goes on within the second writes over nothing. */
  @Test
  void eachFileHasANameOfItsOwn() throws IOException {
    EventFile.create(folder, 1, CLOCK).close();
    EventFile.create(folder, 11, CLOCK).close();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "events.out.tfevents.1700000000.liviano", "events.out.tfevents.1700000001.liviano");
    }
  }
}
