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
   * Runs a program to its end, with nothing on its standard input.
   *
   * @param folder its working folder
   * @param tick called several times a second while it runs
   * @throws IOException if it cannot be started, or is not done within the limit and was stopped
   */
  Outcome run(List<String> command, Path folder, Duration limit, Runnable tick) throws IOException;
}
