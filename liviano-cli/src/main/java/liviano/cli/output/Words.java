package liviano.cli.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import liviano.model.Fit;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.Rgb;

/** Numbers and settings as people write them. */
public final class Words {
  private static final double MIB = 1L << 20;
  private static final long LEAST_COMPACT = 10_000;
  private static final MathContext THREE_DIGITS = new MathContext(3);
  private static final String UNITS = "KMBT";

  private Words() {}

  /** A constant's name as an option's value: {@code center-crop}. */
  public static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** With a comma after each three digits. */
  public static String thousands(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * In three digits, with K, M, B or T for the powers of a thousand: {@code 34.4 B}; a number below
   * ten thousand as it is.
   */
  public static String compact(long number) {
    if (Math.abs(number) < LEAST_COMPACT) {
      return thousands(number);
    }
    BigDecimal rounded = new BigDecimal(number).round(THREE_DIGITS);
    int tens = rounded.precision() - rounded.scale() - 1;
    int unit = Math.min(tens / 3, UNITS.length());
    return rounded
            .scaleByPowerOfTen(-3 * unit)
            .setScale(Math.max(0, 2 - tens + 3 * unit), RoundingMode.UNNECESSARY)
            .toPlainString()
        + " "
        + UNITS.charAt(unit - 1);
  }

  /** Such as {@code 300.8 M}. */
  public static String millions(long number) {
    return String.format(Locale.ROOT, "%,.1f M", number * 1e-6);
  }

  /** Such as {@code 4.6 MiB}. */
  public static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MiB", bytes / MIB);
  }

  /** A time in seconds as clocks show it: {@code 0:42}, {@code 12:05}, {@code 3:20:00}. */
  public static String clock(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** A number with its noun, which takes an s where there are more than one. */
  public static String count(long number, String noun) {
    return count(number, noun, noun + "s");
  }

  /** A number with its noun in the singular or the plural. */
  public static String count(long number, String noun, String plural) {
    return thousands(number) + " " + (number == 1 ? noun : plural);
  }

  /** Such as {@code 224x224, squashed, tensorflow bilinear, RGB, mean 127.5, deviation 127.5}. */
  public static String of(Preprocessing p) {
    return String.format(
        Locale.ROOT,
        "%dx%d, %s, %s, %s, mean %s, deviation %s",
        p.width(),
        p.height(),
        fit(p.fit()),
        lower(p.resize()).replace('-', ' '),
        p.channels().name(),
        rgb(p.normalization().mean()),
        rgb(p.normalization().deviation()));
  }

  /** Such as {@code squashed, tensorflow bilinear}. */
  public static String fitting(Preprocessing p) {
    return fit(p.fit()) + ", " + lower(p.resize()).replace('-', ' ');
  }

  /** Such as {@code (pixel - 127.5) / 127.5}. */
  public static String normalization(Normalization normalization) {
    return String.format(
        Locale.ROOT,
        "(pixel - %s) / %s",
        rgb(normalization.mean()),
        rgb(normalization.deviation()));
  }

  private static String rgb(Rgb rgb) {
    return rgb.equals(Rgb.all(rgb.red()))
        ? Float.toString(rgb.red())
        : String.format(Locale.ROOT, "%s %s %s", rgb.red(), rgb.green(), rgb.blue());
  }

  private static String fit(Fit fit) {
    return switch (fit) {
      case Fit.Squash() -> "squashed";
      case Fit.CentralCrop(double fraction) ->
          String.format(Locale.ROOT, "central crop of %.1f %%", fraction * 100);
      case Fit.ResizeAndCrop(int shorterSide) ->
          String.format(Locale.ROOT, "shorter side to %d and cropped", shorterSide);
      case Fit.Pad _ -> "padded";
      case Fit.ResizeAndPad(int longerSide, Rgb _) ->
          String.format(Locale.ROOT, "longer side to %d and padded", longerSide);
    };
  }
}
