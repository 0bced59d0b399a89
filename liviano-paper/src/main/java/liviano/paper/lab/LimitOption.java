package liviano.paper.lab;

import java.util.List;
import java.util.Optional;
import liviano.cli.UsageException;
import liviano.cli.input.Input;
import picocli.CommandLine.Option;

/** The option of experiments on many pictures: a few of them give a first answer soon. */
final class LimitOption {
  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Take no more than the first N pictures.")
  private Optional<Integer> limit = Optional.empty();

  boolean isSet() {
    return limit.isPresent();
  }

  /**
   * @throws UsageException if it would leave no picture
   */
  void require() {
    if (limit.isPresent() && limit.get() < 1) {
      throw new UsageException("--limit must be at least 1, is " + limit.get());
    }
  }

  /** The first of the pictures, or all. */
  List<Input> of(List<Input> inputs) {
    return inputs.subList(0, Math.min(inputs.size(), limit.orElse(inputs.size())));
  }
}
