package liviano.bench.cold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import liviano.cli.CommandException;
import liviano.files.TiedProcess;

/**
 * A program that is started again and again.
 *
 * @param name in results
 * @param command how it is started; answers a new builder for each start
 * @param patience seconds until it is given up
 */
record ColdProcess(String name, Supplier<ProcessBuilder> command, int patience) {
  private static final int LOOK_EVERY_MS = 4;

  /**
   * One start.
   *
   * @param wallMs from the start of the process to its end
   * @param cpuMs of the process and those that it waited for
   * @param residentKib the most that was resident, as the system says shortly before the end
   * @param stages how long each took, in their order; the last is the end of the process
   * @param answer the last line, which has the class
   */
  record Run(
      double wallMs,
      double cpuMs,
      long residentKib,
      SequencedMap<String, Double> stages,
      String answer) {}

  /**
   * Starts it and waits for its end.
   *
   * @param folder for what it prints
   * @throws CommandException if it fails, hangs or prints no class
   */
  Run run(Path folder, ChildUsage usage) throws IOException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = command.get().redirectOutput(out.toFile()).redirectError(err.toFile());
    long cpu = usage.micros();
    long start = System.nanoTime();
    try (TiedProcess tied = TiedProcess.start(builder)) {
      Process process = tied.process();
      long resident = watch(process);
      long end = System.nanoTime();
      List<String> errors = Files.readAllLines(err);
      if (process.exitValue() != 0) {
        throw failure(
            String.format(
                Locale.ROOT, "its process ended, status %d: %s", process.exitValue(), why(errors)));
      }
      return new Run(
          (end - start) * 1e-6,
          (usage.micros() - cpu) * 1e-3,
          resident,
          stages(errors, start, end),
          answer(Files.readAllLines(out)));
    }
  }

  /** What a JVM says of the exception that ended it; else the last line. */
  private static String why(List<String> errors) {
    return errors.stream()
        .filter(line -> line.startsWith("Exception in "))
        .findFirst()
        .orElse(errors.isEmpty() ? "it said nothing" : errors.getLast());
  }

  /** Waits for the end; answers the last peak of resident memory that was seen, in KiB. */
  private long watch(Process process) throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
    long resident = 0;
    try {
      while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        resident = Math.max(resident, peak(status));
        if (System.nanoTime() > deadline) {
          throw failure(String.format(Locale.ROOT, "it did not end within %d s", patience));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted");
    }
    return resident;
  }

  /** Zero once the process has given its memory back. */
  private static long peak(Path status) {
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
    return 0;
  }

  private static SequencedMap<String, Double> stages(List<String> lines, long start, long end) {
    SequencedMap<String, Double> stages = new LinkedHashMap<>();
    long before = start;
    for (String line : lines) {
      if (line.startsWith(Stage.MARK)) {
        String[] words = line.substring(Stage.MARK.length()).split(" ");
        long at = Long.parseLong(words[1]);
        stages.merge(words[0], (at - before) * 1e-6, Double::sum);
        before = at;
      }
    }
    stages.put("end", (end - before) * 1e-6);
    return stages;
  }

  private String answer(List<String> lines) {
    return lines.reversed().stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElseThrow(() -> failure("it printed no class"));
  }

  private CommandException failure(String what) {
    return new CommandException(name + ": " + what);
  }

  /** A start of these words, with the environment of this process but for some variables. */
  static Supplier<ProcessBuilder> command(List<String> words, Map<String, String> variables) {
    return () -> {
      ProcessBuilder builder = new ProcessBuilder(words);
      // Flags meant for this process would change what is measured.
      List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
          .forEach(builder.environment()::remove);
      builder.environment().putAll(variables);
      return builder;
    };
  }
}
