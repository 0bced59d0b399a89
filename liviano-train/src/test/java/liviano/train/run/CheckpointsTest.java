package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import liviano.weights.SafeTensors;
import liviano.weights.SafeTensorsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class CheckpointsTest {
  @TempDir private Path folder;
  private Checkpoints checkpoints;

  @BeforeEach
  void fresh() throws IOException {
    checkpoints = Checkpoints.in(folder);
    assertThat(checkpoints.newest().checkpoint()).isEmpty();
  }

  @Test
  void whatWasSavedComesBackBitForBit() throws IOException {
    Checkpoint saved = Runs.checkpoint(3);
    checkpoints.save(saved, true);
    Checkpoints.Newest newest = Checkpoints.in(folder).newest();
    assertThat(newest.skipped()).isEmpty();
    assertThat(newest.checkpoint()).contains(saved);
    assertThat(newest.checkpoint().orElseThrow().state())
        .containsEntry("note", "with \"quotes\" and\nlines");
    assertThat(Runs.bytes(newest.checkpoint().orElseThrow().tensors().get("random")))
        .containsExactly(1, 2, 3);
  }

  @Test
  void theLastTwoAreKeptAndTheBest() throws IOException {
    for (int epoch = 1; epoch <= 6; epoch++) {
      checkpoints.save(Runs.checkpoint(epoch), epoch == 1 || epoch == 3);
    }
    assertThat(names())
        .containsExactly(
            "step-00000030.safetensors", "step-00000050.safetensors", "step-00000060.safetensors");
    assertThat(checkpoints.best().orElseThrow().epoch()).isEqualTo(3);
    assertThat(Checkpoints.in(folder).newest().checkpoint().orElseThrow().epoch()).isEqualTo(6);
  }

  @Test
  void whoGoesOnKeepsTheBestOfBefore() throws IOException {
    checkpoints.save(Runs.checkpoint(1), true);
    checkpoints.save(Runs.checkpoint(2), false);
    Checkpoints again = Checkpoints.in(folder);
    again.newest();
    for (int epoch = 3; epoch <= 5; epoch++) {
      again.save(Runs.checkpoint(epoch), false);
    }
    assertThat(names())
        .containsExactly(
            "step-00000010.safetensors", "step-00000040.safetensors", "step-00000050.safetensors");
  }

  /** A run that goes on and is stopped before its first step saves where it began. */
  @Test
  void theBestStaysTheBestWhenItsStepIsSavedAgain() throws IOException {
    checkpoints.save(Runs.checkpoint(1), true);
    Checkpoints again = Checkpoints.in(folder);
    again.newest();
    again.save(Runs.checkpoint(1), false);
    again.save(Runs.checkpoint(2), false);
    assertThat(Checkpoints.in(folder).best()).contains(Runs.checkpoint(1));
  }

  /** Whatever was written of a file when its process was killed, the one before it is found. */
  @Test
  void oneThatIsCutAnywhereIsSkippedAndSaid() throws IOException {
    checkpoints.save(Runs.checkpoint(1), true);
    checkpoints.save(Runs.checkpoint(2), true);
    Path second = folder.resolve("step-00000020.safetensors");
    byte[] whole = Files.readAllBytes(second);
    for (int length = 0; length < whole.length; length++) {
      Files.write(second, Arrays.copyOf(whole, length));
      Checkpoints.Newest newest = Checkpoints.in(folder).newest();
      assertThat(newest.checkpoint()).contains(Runs.checkpoint(1));
      assertThat(newest.skipped()).singleElement().asString().startsWith(second + ": ");
    }
  }

  @Test
  void oneWithABitOtherwiseIsSkipped() throws IOException {
    checkpoints.save(Runs.checkpoint(1), true);
    checkpoints.save(Runs.checkpoint(2), true);
    Path second = folder.resolve("step-00000020.safetensors");
    byte[] bytes = Files.readAllBytes(second);
    bytes[bytes.length - 8] ^= 1;
    Files.write(second, bytes);
    Checkpoints.Newest newest = Checkpoints.in(folder).newest();
    assertThat(newest.checkpoint()).contains(Runs.checkpoint(1));
    assertThat(newest.skipped()).singleElement().asString().contains("damaged");
    assertThat(Checkpoints.in(folder).best()).contains(Runs.checkpoint(1));
  }

  @Test
  void damagedOnesGoWhenTheNextIsSaved() throws IOException {
    checkpoints.save(Runs.checkpoint(1), true);
    Files.write(folder.resolve("step-00000020.safetensors"), new byte[100]);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Checkpoints again = Checkpoints.in(folder);
    assertThat(again.newest().skipped()).hasSize(1);
    again.save(new Checkpoint(1, 5, 15, Runs.checkpoint(1).tensors(), Map.of()), false);
    assertThat(names())
        .containsExactly("notes.txt", "step-00000010.safetensors", "step-00000015.safetensors");
  }

  @Test
  void oneOfANewerVersionIsNotSkipped() throws IOException {
    checkpoints.save(Runs.checkpoint(1), true);
    Path file = folder.resolve("step-00000010.safetensors");
    SafeTensorsFile read = SafeTensors.read(file);
    Map<String, String> texts = new HashMap<>(read.metadata());
    texts.put("checkpoint.version", "2");
    Path newer = folder.resolve("step-00000020.safetensors");
    SafeTensors.write(newer, read.weights(), texts);
    assertThatThrownBy(() -> Checkpoints.in(folder).newest())
        .isInstanceOf(RunException.class)
        .hasMessage(
            "%s: written by a newer version of Liviano (format 2, this one reads up to 1): use"
                + " that version",
            newer);
  }

  @Test
  void otherSafetensorsFilesAreNoCheckpoints() throws IOException {
    Path file = folder.resolve("step-00000020.safetensors");
    SafeTensors.write(file, Runs.checkpoint(1).tensors(), Map.of());
    assertThat(Checkpoints.in(folder).newest().skipped())
        .containsExactly(file + ": no checkpoint: its metadata lack checkpoint.version");
  }

  @Test
  void nothingIsSavedBeforeItWasLookedForWhatThereIs() {
    assertThatThrownBy(() -> Checkpoints.in(folder).save(Runs.checkpoint(1), true))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFailedSaveLeavesTheOthers() throws IOException {
    checkpoints.save(Runs.checkpoint(1), true);
    Files.createDirectory(folder.resolve("step-00000020.safetensors"));
    assertThatThrownBy(() -> checkpoints.save(Runs.checkpoint(2), true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("step-00000020.safetensors");
    assertThat(checkpoints.best()).contains(Runs.checkpoint(1));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
