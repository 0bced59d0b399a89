package liviano.cli.install;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs other programs. */
@FunctionalInterface
interface ProcessRunner {
  /**
   * How a program ended.
   *
   * @param output the end of what it printed, on both streams
   */
  record Outcome(int status, String output) {}

  /**
   * How long a program may take.
   *
   * @param whole to its end
   * @param first until it prints a sign that it is getting somewhere
   * @param sign a part of a line; empty where none is expected
   */
  record Limits(Duration whole, Duration first, String sign) {
    /** One limit for all of it. */
    static Limits of(Duration whole) {
      return new Limits(whole, whole, "");
    }
  }

  /**
   * Runs a program to its end, with nothing on its standard input.
   *
   * @param folder its working folder
   * @param tick called several times a second while it runs
   * @throws IOException if it cannot be started, or is not done within its limits and was stopped
   */
  Outcome run(List<String> command, Path folder, Limits limits, Runnable tick) throws IOException;
}
