package liviano.train.cli;

import java.util.Locale;

/** This machine in words, for what is measured on it. */
final class Machines {
  private Machines() {}

  static String words() {
    return String.format(
        Locale.ROOT,
        "%d processors, %s %s, Java %s",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.version().feature());
  }
}
