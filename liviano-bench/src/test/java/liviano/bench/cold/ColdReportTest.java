package liviano.bench.cold;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import liviano.bench.BenchShapes;
import liviano.bench.cold.ColdProcess.Run;
import liviano.cli.SideBySide.ColdRequest;
import liviano.cli.commands.TinyModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code bench --cold} prints for programs, of processes that nobody started. {@link
 * ColdBenchTest} holds the same shape of processes that were.
 */
class ColdReportTest {
  private static final List<String> STAGES = List.of("start", "load", "decode", "answer", "end");

  /** A class cache for the peer's program cannot be made everywhere. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itsJsonStaysAsItIs(boolean cached) throws IOException {
    SequencedMap<String, Double> stages = new LinkedHashMap<>();
    STAGES.forEach(stage -> stages.put(stage, 20.5));
    Run run = new Run(102.5, 80.5, 65536, stages, "0.5 ant");
    SequencedMap<String, List<Run>> runs = new LinkedHashMap<>();
    Stream.of(ColdReport.COMMAND, ColdReport.PEER, ColdReport.LIBRARY)
        .forEach(program -> runs.put(program, List.of(run)));
    if (cached) {
      runs.put(ColdReport.CACHED_PEER, List.of(run));
    }
    ColdRequest request =
        new ColdRequest(TinyModel.model(), List.of(ColdReport.PEER), Optional.empty(), 1, true);
    BenchShapes.HELD.hold("bench-cold", BenchShapes.printed(new ColdReport(request, runs)::print));
  }
}
