package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class RunFolderTest {
  @TempDir private Path above;
  private Path folder;

  @BeforeEach
  void name() {
    folder = above.resolve("runs").resolve("garments");
  }

  @Test
  void aRunIsBegunAndReadBack() throws IOException {
    try (RunFolder run = RunFolder.create(folder, Runs.config())) {
      assertThat(run.resume().checkpoint()).isEmpty();
      run.add(Runs.epoch(1, 0.5));
    }
    try (RunFolder run = RunFolder.open(folder)) {
      assertThat(run.config()).isEqualTo(Runs.config());
      assertThat(run.metrics().rows()).containsExactly(Runs.epoch(1, 0.5));
    }
    assertThat(names())
        .allMatch(name -> name.matches("run.json|metrics.csv|checkpoints|\\.lock|events.*"));
  }

  /** What no checkpoint knows comes again, in the figures and for TensorBoard. */
  @Test
  void goingOnBeginsAtTheCheckpoint() throws IOException {
    try (RunFolder run = RunFolder.create(folder, Runs.config())) {
      run.resume();
      run.add(Runs.epoch(1, 0.5));
      run.checkpoints().save(Runs.checkpoint(1), true);
      run.add(Runs.epoch(2, 0.6));
    }
    try (RunFolder run = RunFolder.open(folder)) {
      Checkpoints.Newest newest = run.resume();
      assertThat(newest.checkpoint()).contains(Runs.checkpoint(1));
      assertThat(run.metrics().rows()).containsExactly(Runs.epoch(1, 0.5));
      run.add(Runs.epoch(2, 0.7));
    }
    List<Path> events = events();
    assertThat(events).hasSize(2);
    List<Events.Event> second = Events.read(events.getLast());
    assertThat(second.get(1).starts()).isTrue();
    assertThat(second.get(1).step()).isEqualTo(11);
    assertThat(second.get(2).step()).isEqualTo(20);
    assertThat(second.get(2).numbers())
        .containsOnlyKeys(
            "train/loss", "validation/loss", "validation/accuracy", "rate", "pictures_per_second");
  }

  @Test
  void aRunThatEndedIsAtWorkAgainWhenItGoesOn() throws Exception {
    Runs.finished(folder);
    assertThat(Ending.read(folder.resolve("ending.json")))
        .contains(new Ending(Ending.How.COMPLETE, ""));
    try (RunFolder run = RunFolder.open(folder)) {
      run.resume();
      assertThat(folder.resolve("ending.json")).doesNotExist();
    }
  }

  @Test
  void noRunIsBegunWhereOneIs() throws IOException {
    RunFolder.create(folder, Runs.config()).close();
    assertThatThrownBy(() -> RunFolder.create(folder, Runs.config()))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "%s: holds a run already: go on with it by 'liviano train --resume %s', or give"
                + " another folder",
            folder, folder);
  }

  @Test
  void noRunIsBegunAmongOtherFiles() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> RunFolder.create(folder, Runs.config()))
        .isInstanceOf(RunException.class)
        .hasMessage("%s: is not empty: a run needs a folder of its own", folder);
    assertThat(names()).containsExactly("thesis.txt");
    assertThatThrownBy(() -> RunFolder.create(folder.resolve("thesis.txt"), Runs.config()))
        .isInstanceOf(RunException.class)
        .hasMessageEndingWith("thesis.txt: is a file: a run is a folder, give another name");
  }

  /** Killed before {@code run.json} was there. */
  @Test
  void whatWasHardlyBegunDoesNotCount() throws IOException {
    Files.createDirectories(folder.resolve("checkpoints"));
    Files.writeString(folder.resolve(".lock"), "");
    Files.writeString(folder.resolve(".process"), "1 some-other-process\n");
    Files.writeString(folder.resolve(".liviano-123.part"), "{");
    RunFolder.create(folder, Runs.config()).close();
    assertThat(names()).containsExactlyInAnyOrder("run.json", "checkpoints", ".lock");
  }

  @Test
  void oneAtATime() throws IOException {
    try (RunFolder run = RunFolder.create(folder, Runs.config())) {
      assertThat(run.config().seed()).isEqualTo(7);
      for (int tries = 0; tries < 2; tries++) { // looking must not take the lock away
        assertThat(RunLock.isTaken(folder)).isTrue();
        assertThatThrownBy(() -> RunFolder.open(folder))
            .isInstanceOf(RunException.class)
            .hasMessage(
                "%s: a process is at work on this run (%s): wait for its end, or stop it first",
                folder, ProcessHandle.current().pid());
      }
    }
    assertThat(RunLock.isTaken(folder)).isFalse();
    RunFolder.open(folder).close();
  }

  @Test
  void thereMustBeARunToGoOnWith() throws IOException {
    assertThatThrownBy(() -> RunFolder.open(folder))
        .isInstanceOf(RunException.class)
        .hasMessage("%s: there is no such folder", folder);
    Files.createDirectories(folder);
    assertThatThrownBy(() -> RunFolder.open(folder))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(folder + ": holds no run");
  }

  @Test
  void whatWasHalfWrittenGoes() throws IOException {
    RunFolder.create(folder, Runs.config()).close();
    Files.writeString(folder.resolve(".liviano-1.part"), "x");
    Files.writeString(folder.resolve("checkpoints").resolve(".liviano-2.part"), "x");
    RunFolder.open(folder).close();
    assertThat(names()).containsExactlyInAnyOrder("run.json", "checkpoints", ".lock");
    assertThat(folder.resolve("checkpoints")).isEmptyDirectory();
  }

  @Test
  void figuresThatAreMissingAreNotMadeUp() throws Exception {
    Runs.finished(folder);
    Files.delete(folder.resolve("metrics.csv"));
    try (RunFolder run = RunFolder.open(folder)) {
      assertThatThrownBy(run::resume)
          .isInstanceOf(RunException.class)
          .hasMessage(
              "%s: has 0 epochs, but the newest checkpoint was saved after 3: put it back",
              folder.resolve("metrics.csv"));
    }
  }

  @Test
  void nothingIsDrawnOfNoEpochs() throws IOException {
    try (RunFolder run = RunFolder.create(folder, Runs.config())) {
      run.resume();
      assertThat(run.draw()).isEqualTo(Optional.empty());
      assertThat(run.files().curvesPng()).doesNotExist();
    }
  }

  private List<Path> events() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().startsWith("events"))
          .sorted()
          .toList();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }
}
