package liviano.train.parallel;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import liviano.train.torch.Tensors;
import liviano.train.torch.Torch;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Times how long workers on this machine take to add up as many numbers as a network has. Run by
 * hand: {@code [workers]}, 2 if it is left out.
 */
public final class AllReduceBenchmark {
  private static final int ROUNDS = 30;

  /** Parameters of MobileNetV2 0.35 with 10 classes, and of MobileNetV2 1.0 with 1,000. */
  private static final List<Integer> NUMBERS = List.of(1, 408_954, 3_504_872);

  private AllReduceBenchmark() {}

  /**
   * @param arguments the number of workers
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    WorkerPlace.of(System.getenv(), Duration.ofMinutes(1))
        .ifPresentOrElse(AllReduceBenchmark::worker, () -> start(arguments));
  }

  private static void start(String... arguments) {
    int workers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            AllReduceBenchmark.class.getName());
    try {
      LocalWorkers.Outcome outcome =
          LocalWorkers.start(
                  workers, command, Duration.ofMinutes(1), System.out::println, System.err::println)
              .await();
      System.out.println(outcome.text());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void worker(WorkerPlace place) {
    Torch.threads(1);
    try (WorkerGroup group = WorkerGroup.join(place);
        TorchScope _ = TorchScope.open()) {
      for (int count : NUMBERS) {
        Tensor numbers = Tensors.of(new float[count], count);
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
          group.meet();
          long start = System.nanoTime();
          group.sum(List.of(numbers));
          millis[round] = (System.nanoTime() - start) / 1e6;
        }
        if (place.isFirst()) {
          Arrays.sort(millis);
          System.out.printf(
              Locale.ROOT,
              "%d workers, %d numbers: median %.2f ms, best %.2f ms%n",
              place.world(),
              count,
              millis[ROUNDS / 2],
              millis[0]);
        }
      }
    }
  }
}
