package liviano.cli.options;

import java.util.Optional;
import liviano.cli.UsageException;
import liviano.formats.IntegerRounding;
import liviano.formats.ReadOptions;
import picocli.CommandLine.Option;

/** Whose integers a quantized network of a TensorFlow Lite file gives. */
public final class RoundingOption {
  @Option(
      names = "--rounding",
      paramLabel = "WHOSE",
      description =
          "Round a quantized TensorFlow Lite file as XNNPACK does (xnnpack, the default), or as"
              + " TensorFlow Lite's own kernels do (tflite).")
  private Optional<String> whose = Optional.empty();

  /** Whether it was given. */
  public boolean isSet() {
    return whose.isPresent();
  }

  /**
   * The options with this one; the same, if it was not given.
   *
   * @throws UsageException if its value is unknown
   */
  public ReadOptions apply(ReadOptions options) {
    if (whose.isEmpty()) {
      return options;
    }
    return options.withRounding(
        switch (whose.get()) {
          case "xnnpack" -> IntegerRounding.XNNPACK;
          case "tflite" -> IntegerRounding.TFLITE;
          default -> throw new UsageException("--rounding: xnnpack or tflite, not " + whose.get());
        });
  }
}
