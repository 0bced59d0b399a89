package liviano.harm;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.LivianoException;
import liviano.model.Model;

/**
 * Reads every damaged file of some targets, in a JVM of its own with little memory. A line says
 * what came of a target, and one what went wrong with a case: {@code FAULT target case: what}.
 */
final class Trial {
  private static final long MOST_NANOS = 1_000_000_000;
  private static final int MOST_FAULTS = 8;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Path folder;
  private final Target target;
  private final Damage damage;
  private final PrintStream out;
  private final ModelTrial models = new ModelTrial();
  private Map<String, byte[]> written = new HashMap<>();
  private int refused;
  private int loaded;
  private int faults;

  private Trial(Path folder, Target target, PrintStream out) {
    this.folder = folder;
    this.target = target;
    this.damage = new Damage(target.parts());
    this.out = out;
  }

  /**
   * The folder for the files, and the names of targets with a comma between; or one name and the
   * number of the only case.
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of(arguments[0]);
    List<String> names = Arrays.asList(arguments[1].split(";"));
    Progress progress = Progress.in(folder, out);
    for (Target target : Targets.all()) {
      if (names.contains(target.name())) {
        Path own = Files.createDirectory(folder.resolve("t" + names.indexOf(target.name())));
        Trial trial = new Trial(own, target, out);
        if (arguments.length > 2) {
          trial.only(Integer.parseInt(arguments[2]));
        } else {
          trial.all(progress);
        }
      }
    }
    progress.begins("all done", 0);
  }

  private void only(int number) throws IOException {
    write(target.packing().files(damage.files(number)));
    target.reading().read(folder).ifPresent(models::run);
  }

  private void all(Progress progress) throws IOException {
    write(target.packing().files(target.parts()));
    target.reading().read(folder).ifPresent(models::run);
    for (int number = 0; number < damage.cases() && faults < MOST_FAULTS; number++) {
      progress.begins(target.name(), number);
      write(target.packing().files(damage.files(number)));
      long start = THREADS.getCurrentThreadCpuTime();
      one(number);
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      if (nanos > MOST_NANOS) {
        fault(number, String.format(Locale.ROOT, "took %d ms", nanos / 1_000_000));
      }
    }
    out.println(
        String.format(
            Locale.ROOT,
            "DONE %s: %d cases, %d refused, %d loaded, %d computed",
            target.name(),
            damage.cases(),
            refused,
            loaded,
            models.computed()));
  }

  private void one(int number) {
    try {
      Optional<Model> model = target.reading().read(folder);
      loaded++;
      model.ifPresent(this::run);
    } catch (Throwable e) { // whatever it is, it is what is looked for
      if (isRefusal(e)) {
        refused++;
      } else {
        fault(number, e);
      }
    }
  }

  /** In one line, which begins with the file's name. */
  private boolean isRefusal(Throwable e) {
    String message = String.valueOf(e.getMessage());
    boolean named = target.refusal() == IOException.class || message.startsWith(folder.toString());
    return target.refusal().isInstance(e) && named && message.lines().count() == 1;
  }

  private void run(Model model) {
    try {
      models.run(model);
    } catch (LivianoException e) {
      // Beyond the limits, or not computed by any provider.
    }
  }

  private void fault(int number, Throwable e) {
    StringBuilder what = new StringBuilder(e.toString());
    for (StackTraceElement at : Arrays.stream(e.getStackTrace()).limit(12).toList()) {
      what.append("\n    at ").append(at);
    }
    fault(number, what.toString());
  }

  private void fault(int number, String what) {
    faults++;
    out.println("FAULT " + target.name() + " " + number + ": " + what);
  }

  /** Writes the files that are not there as they are to be; none over one that may be mapped. */
  private void write(Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (written.get(file.getKey()) != file.getValue()) {
        Files.deleteIfExists(folder.resolve(file.getKey()));
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
    written = files;
  }
}
