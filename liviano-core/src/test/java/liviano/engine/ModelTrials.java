package liviano.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import liviano.LivianoException;
import liviano.graph.Graph;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.kernels.nativecode.NativeProviders;
import liviano.model.GraphTexts;
import liviano.model.Model;
import liviano.model.RandomWeights;
import liviano.weights.Weights;

/**
 * Drawn model files, each as it is and changed several times, tried one after the other. The case
 * under way stands in the folder, as {@code case.safetensors} and {@code case.txt}: where the
 * process ends on it, it is the one.
 */
final class ModelTrials {
  /** Changed files of each drawn one. */
  private static final int CHANGED = 9;

  /** Providers are made anew, so that the code of all cases does not pile up. */
  private static final int CASES_A_PROVIDER = 2_000;

  /** To change a graph in a way that leaves it one. */
  private static final int ATTEMPTS = 8;

  private static final int MOST_CONSTANTS = 100_000;
  private static final int MOST_FAILURES = 5;

  private final Path folder;
  private final TrialCounts counts = new TrialCounts();
  private final List<String> failures = new ArrayList<>();
  private List<KernelProvider> providers = List.of();
  private Optional<Model> drawn = Optional.empty();
  private byte[] bytes = {};

  private ModelTrials(Path folder) {
    this.folder = folder;
  }

  /**
   * @param arguments a folder to work in, the first case, and the case after the last: a case is
   *     the same whichever are tried with it
   */
  public static void main(String[] arguments) throws IOException {
    ModelTrials trials = new ModelTrials(Path.of(arguments[0]));
    long to = Long.parseLong(arguments[2]);
    for (long number = Long.parseLong(arguments[1]); number < to; number++) {
      trials.run(number);
      if (trials.failures.size() >= MOST_FAILURES) {
        break;
      }
    }
    trials.counts.print();
    trials.failures.forEach(System.out::println);
    System.out.println(trials.failures.isEmpty() ? "ALL WELL" : "FAILED");
    System.exit(trials.failures.isEmpty() ? 0 : 1);
  }

  private void run(long number) throws IOException {
    if (providers.isEmpty() || number % CASES_A_PROVIDER == 0) {
      providers = providers();
    }
    Path file = folder.resolve("case.safetensors");
    boolean pristine = number % (CHANGED + 1) == 0;
    if (pristine || drawn.isEmpty()) {
      drawn = Optional.of(draw(number / (CHANGED + 1)));
      drawn.get().save(file);
      bytes = Files.readAllBytes(file);
    }
    Random random = new Random(number * 0x9E3779B97F4A7C15L);
    if (!pristine && !(number % 2 == 0 && saveRefitted(file, random))) {
      Files.write(file, Mutations.of(bytes, random));
    }
    Files.writeString(folder.resolve("case.txt"), "case " + number);
    counts.count("cases");
    try {
      new ModelTrial(file, random, pristine, counts).run(providers);
    } catch (Throwable e) {
      Path kept = folder.resolve("failed-" + number + ".safetensors");
      Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
      failures.add("case " + number + " (" + kept + "): " + e);
      e.printStackTrace(System.out);
    }
  }

  /** Changes the graph, and gives it constants of the shapes that it now needs. */
  private boolean saveRefitted(Path file, Random random) throws IOException {
    Model model = drawn.orElseThrow();
    String text = GraphTexts.write(model.graph());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Graph graph = GraphTexts.read(Mutations.of(text, random));
        if (graph.params().mapToLong(spec -> spec.shape().elements()).sum() <= MOST_CONSTANTS) {
          Weights weights = RandomWeights.of(graph, random.nextLong());
          new Model(graph, weights, model.card(), Optional.empty()).save(file);
          counts.count("changed graphs with constants that fit");
          return true;
        }
      } catch (LivianoException e) {
        // Most changes break a graph.
      }
    }
    return false;
  }

  private static Model draw(long number) {
    for (long attempt = 0; ; attempt++) {
      try {
        return DrawnModels.draw(new Random(number * 1_000_003 + attempt));
      } catch (IllegalArgumentException | LivianoException e) {
        // Inputs alone that do not fit, or weights too large to write; the next draw does.
      }
    }
  }

  /** Machine code of every kind, vectors, and the plain loops last. */
  private static List<KernelProvider> providers() {
    List<KernelProvider> all = new ArrayList<>(NativeProviders.all());
    Providers.available().stream().filter(p -> !p.name().equals("nativecode")).forEach(all::add);
    return List.copyOf(all);
  }
}
