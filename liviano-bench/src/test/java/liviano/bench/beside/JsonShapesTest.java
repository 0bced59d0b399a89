package liviano.bench.beside;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import liviano.bench.BenchShapes;
import liviano.bench.Ceiling;
import liviano.cli.SideBySide.Request;
import liviano.cli.commands.TinyModel;
import liviano.model.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code bench --vs} and {@code bench --ceilings} print for programs, of figures that no
 * engine and no core was timed for. {@link BenchTest} holds the same shape of a comparison that was
 * made.
 */
class JsonShapesTest {
  private static final Model MODEL = TinyModel.model();

  @ParameterizedTest
  @CsvSource({
    "bench-vs, false, true",
    "bench-vs, false, false",
    "bench-vs-throughput, true, true",
    "bench-vs-throughput, true, false",
  })
  void aComparisonStaysAsItIs(String shape, boolean throughput, boolean known) throws IOException {
    Model model =
        new Model(
            MODEL.graph(),
            MODEL.weights(),
            MODEL.card(),
            known ? MODEL.recipe() : Optional.empty());
    Request request =
        new Request("tiny", model, List.of("peer"), 1, 1, throughput, true, Optional.empty());
    List<Report.Row> rows =
        List.of(new Report.Row("liviano", "1", 2.5, 3), new Report.Row("peer", "2", 5, 6.5));
    Report report = new Report(request, rows, "peer", 0.5, 0.4, 0.6);
    BenchShapes.HELD.hold(shape, BenchShapes.printed(report::print));
  }

  /** Processors have instructions for other numbers, or have none. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatACoreDoesAtMostStaysAsItIs(boolean others) throws IOException {
    OptionalDouble rate = others ? OptionalDouble.of(90.5) : OptionalDouble.empty();
    Ceiling ceiling = new Ceiling(512, 50.5, rate, rate, 10.5);
    BenchShapes.HELD.hold(
        "bench-ceilings", BenchShapes.printed(console -> Ceilings.print(ceiling, true, console)));
  }
}
