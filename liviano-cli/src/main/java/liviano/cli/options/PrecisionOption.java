package liviano.cli.options;

import java.util.Locale;
import java.util.Optional;
import liviano.cli.Kernels;
import liviano.cli.UsageException;
import liviano.engine.CompileOptions;
import liviano.engine.Precision;
import picocli.CommandLine.Option;

/** The option {@code --precision} of the verbs that run a network. */
public final class PrecisionOption {
  /** Of the option, in the words of every verb. */
  public static final String VALUES = "fp32|bf16|int8";

  /** What the values mean. */
  public static final String DESCRIPTION =
      "Compute with floats of 32 bits, with bfloat16, or with integers of 8 bits; with what the "
          + "model is made for if not given. bf16,fp32 computes with floats where the processor has "
          + "no bfloat16.";

  /** As it is written, the second number allowed in the place of the first. */
  private static final String EITHER = "bf16,fp32";

  @Option(names = "--precision", paramLabel = VALUES, description = DESCRIPTION)
  private Optional<String> precision = Optional.empty();

  /** For picocli, which fills the field. */
  public PrecisionOption() {}

  /** As it was written; empty if it was not given. */
  public Optional<String> given() {
    return precision;
  }

  /** The precision that was asked for; empty where it is the model's own. */
  public Optional<Precision> asked() {
    return precision.map(PrecisionOption::parsed);
  }

  /**
   * The kernels of this process, with the precision that was asked for.
   *
   * @throws UsageException if it is unknown, or the processor does not compute so
   */
  public CompileOptions options() {
    return options(precision, "--precision");
  }

  /**
   * The same for a value that was given otherwise.
   *
   * @param source what it was given by, for messages
   * @throws UsageException if it is unknown, or the processor does not compute so
   */
  public static CompileOptions options(Optional<String> precision, String source) {
    CompileOptions options = Kernels.options();
    if (precision.isEmpty()) {
      return options;
    }
    Precision asked = parsed(precision.get(), source);
    boolean either = precision.get().equals(EITHER);
    Optional<String> lacks = options.providers().getFirst().lacksBf16();
    if (asked == Precision.BF16 && !either && lacks.isPresent()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%s bf16: %s; %s computes with floats then",
              source,
              lacks.get(),
              EITHER));
    }
    return options.toBuilder().precision(asked).allowsFp32(either).build();
  }

  private static Precision parsed(String text) {
    return parsed(text, "--precision");
  }

  private static Precision parsed(String text, String source) {
    if (text.equals(EITHER)) {
      return Precision.BF16;
    }
    for (Precision precision : Precision.values()) {
      if (precision.title().equals(text)) {
        return precision;
      }
    }
    throw new UsageException(
        String.format(
            Locale.ROOT, "%s must be fp32, bf16, int8 or %s, is '%s'", source, EITHER, text));
  }
}
