package liviano.cli.options;

import java.util.Optional;
import liviano.cli.UsageException;
import liviano.formats.export.ExportOptions;
import liviano.tensor.DType;
import picocli.CommandLine.Option;

/** In which numbers a quantized network that is written takes its inputs and gives its outputs. */
public final class BytesOption {
  @Option(
      names = "--io",
      paramLabel = "FORMAT",
      description =
          "Numbers that a quantized network reads and gives: uint8, or int8, which devices without"
              + " floats need. Not given, they stay as they are: floats, after 'quantize'.")
  private Optional<String> format = Optional.empty();

  /**
   * The options with this one; the same, if it was not given.
   *
   * @throws UsageException if its value is unknown
   */
  public ExportOptions apply(ExportOptions options) {
    if (format.isEmpty()) {
      return options;
    }
    return options.withEnds(
        switch (format.get()) {
          case "uint8" -> DType.U8;
          case "int8" -> DType.I8;
          default -> throw new UsageException("--io: uint8 or int8, not " + format.get());
        });
  }
}
