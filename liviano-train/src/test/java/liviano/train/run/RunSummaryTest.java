package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.train.run.RunSummary.Found;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class RunSummaryTest {
  @TempDir private Path runs;

  @Test
  void whatARunIsAt() throws Exception {
    Path folder = runs.resolve("a");
    try (RunFolder run = RunFolder.create(folder, Runs.config())) {
      run.resume();
      run.add(Runs.epoch(1, 0.5));
      RunSummary running = RunSummary.read(folder);
      assertThat(running.state()).isEqualTo(RunState.RUNNING);
      assertThat(running.process()).hasValue(ProcessHandle.current().pid());
      assertThat(running.epochs()).isEqualTo(1);
    }
    assertThat(RunSummary.read(folder).state()).isEqualTo(RunState.STOPPED);
    ended(folder, Ending.How.EARLY, RunState.FINISHED);
    ended(folder, Ending.How.COMPLETE, RunState.FINISHED);
    ended(folder, Ending.How.TIME, RunState.STOPPED);
    ended(folder, Ending.How.FAILED, RunState.STOPPED);
    ended(folder, Ending.How.INTERRUPTED, RunState.STOPPED);
  }

  private static void ended(Path folder, Ending.How how, RunState state) throws IOException {
    try (RunFolder run = RunFolder.open(folder)) {
      run.end(new Ending(how, "why"));
      assertThat(RunSummary.read(folder).state()).isEqualTo(RunState.RUNNING);
    }
    RunSummary summary = RunSummary.read(folder);
    assertThat(summary.state()).isEqualTo(state);
    assertThat(summary.ending()).contains(new Ending(how, "why"));
    assertThat(summary.process()).isEmpty();
  }

  @Test
  void theRunsInAFolder() throws Exception {
    Runs.finished(runs.resolve("b"));
    Runs.finished(runs.resolve("a"));
    Files.createDirectories(runs.resolve("pictures"));
    Files.writeString(runs.resolve("notes.txt"), "");
    Path broken = Files.createDirectories(runs.resolve("c"));
    Files.writeString(broken.resolve("run.json"), "{");
    List<Found> found = RunSummary.in(runs);
    assertThat(found.stream().map(Found::folder))
        .containsExactly(runs.resolve("a"), runs.resolve("b"), broken);
    assertThat(found.get(0)).isInstanceOf(Found.Sound.class);
    assertThat(found.get(2))
        .isInstanceOfSatisfying(
            Found.Broken.class,
            run -> assertThat(run.failure()).hasMessageStartingWith(broken + "/run.json: at byte"));
    assertThat(RunSummary.in(runs.resolve("a")).stream().map(Found::folder))
        .containsExactly(runs.resolve("a"));
    assertThat(RunSummary.in(runs.resolve("pictures"))).isEmpty();
  }

  @Test
  void whatHoldsNoRunSaysSo() {
    assertThatThrownBy(() -> RunSummary.read(runs))
        .isInstanceOf(RunException.class)
        .hasMessage("%s: holds no run: 'liviano train list' shows where there are some", runs);
    assertThatThrownBy(() -> RunSummary.read(runs.resolve("x")))
        .isInstanceOf(RunException.class)
        .hasMessage("%s: there is no such folder", runs.resolve("x"));
  }

  @Test
  void figuresThatCannotBeReadBreakARun() throws Exception {
    Path folder = runs.resolve("a");
    Runs.finished(folder);
    Files.writeString(folder.resolve("metrics.csv"), "x\n");
    assertThat(RunSummary.in(runs)).singleElement().isInstanceOf(Found.Broken.class);
  }
}
