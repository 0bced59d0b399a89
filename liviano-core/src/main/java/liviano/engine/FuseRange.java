package liviano.engine;

import java.util.Optional;
import liviano.kernels.Clamp;
import liviano.kernels.Elementwise;
import liviano.kernels.Grid;
import liviano.kernels.Linear;
import liviano.kernels.Quantizing;
import liviano.kernels.Rows;
import liviano.kernels.Task;

/**
 * Moves a narrower range of quantized numbers into the task that gives them: an activation that
 * clamps, whose result has the quantization of what it reads.
 */
final class FuseRange {
  static final Rewrite REWRITE = Rewrite.mergingPairs(FuseRange::merge);

  private FuseRange() {}

  private static Optional<PlannedTask> merge(PlannedTask giver, PlannedTask task) {
    Optional<Task> narrowed =
        switch (task.task()) {
          case Rows.Round range when isRange(range) -> whole(giver.task(), range);
          case Quantizing.Rescale range when range.from().equals(range.to().quantization()) ->
              integers(giver.task(), range.to());
          default -> Optional.empty();
        };
    return narrowed.map(t -> new PlannedTask(giver.name(), t, giver.inputs(), task.output()));
  }

  /** Whether whole numbers stay as they are within it. */
  private static boolean isRange(Rows.Round task) {
    return task.rounding() == Rows.Rounding.PRODUCT
        && task.offset().isEmpty()
        && task.factors().stream().allMatch(factor -> factor == 1);
  }

  private static Optional<Task> whole(Task task, Rows.Round range) {
    return switch (task) {
      case Rows.Round t ->
          Optional.of(
              new Rows.Round(
                  t.rows(),
                  t.channels(),
                  t.offset(),
                  t.factors(),
                  t.rounding(),
                  Math.clamp(range.least(), t.least(), t.greatest()),
                  Math.clamp(range.greatest(), t.least(), t.greatest()),
                  t.formats()));
      case Elementwise.AddScaled t ->
          Optional.of(
              new Elementwise.AddScaled(
                  t.count(),
                  t.firstFactor(),
                  t.secondFactor(),
                  Math.clamp(range.least(), t.least(), t.greatest()),
                  Math.clamp(range.greatest(), t.least(), t.greatest())));
      case Elementwise.AddFixed t -> Optional.of(t.within(range.least(), range.greatest()));
      case Elementwise.AddShifted t -> Optional.of(t.within(range.least(), range.greatest()));
      default -> Optional.empty();
    };
  }

  private static Optional<Task> integers(Task task, Grid range) {
    return switch (task) {
      case Linear t when isInteger(t, range) ->
          Optional.of(t.withClamp(new Clamp(range.least(), range.greatest()), t.formats()));
      case Quantizing.Add t when isWhole(t.to(), range) ->
          Optional.of(new Quantizing.Add(t.count(), t.first(), t.second(), range, t.formats()));
      case Quantizing.AddFixed t when isWhole(t.to(), range) -> {
        long count = t.sum().count();
        yield Optional.of(Quantizing.AddFixed.of(count, t.first(), t.second(), range, t.formats()));
      }
      case Quantizing.AddShifted t when isWhole(t.to(), range) -> {
        long count = t.sum().count();
        yield Optional.of(
            Quantizing.AddShifted.of(count, t.first(), t.second(), range, t.formats()));
      }
      default -> Optional.empty();
    };
  }

  private static boolean isInteger(Linear task, Grid range) {
    return task.epilogue().requantize().isPresent()
        && task.clamp().isNone()
        && task.formats().output() == range.format();
  }

  /** Whether the first holds all that the range is a part of. */
  private static boolean isWhole(Grid given, Grid range) {
    return given.isWhole()
        && given.format() == range.format()
        && given.quantization().equals(range.quantization());
  }
}
