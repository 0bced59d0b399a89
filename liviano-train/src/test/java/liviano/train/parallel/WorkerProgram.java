package liviano.train.parallel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import liviano.train.loop.EpochResult;
import liviano.train.loop.Journal;
import liviano.train.loop.Progress;
import liviano.train.loop.Silence;
import liviano.train.loop.TinyTask;
import liviano.train.loop.Trainer;
import liviano.train.network.Mode;
import liviano.train.torch.Tensors;
import liviano.train.torch.Torch;
import liviano.train.torch.TorchException;
import liviano.train.torch.TorchScope;
import liviano.weights.Weights;
import org.bytedeco.pytorch.Tensor;

/**
 * A worker in a process of its own. Its first word says what it does; what the first worker has
 * computed is printed.
 */
final class WorkerProgram {
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private WorkerProgram() {}

  public static void main(String[] words) throws InterruptedException, IOException {
    Torch.load();
    Torch.threads(1);
    WorkerPlace place = WorkerPlace.of(System.getenv(), TIMEOUT).orElseThrow();
    if (words[0].equals("leave")) {
      leave(place);
      return;
    }
    try (WorkerGroup group = WorkerGroup.join(place)) {
      switch (words[0]) {
        case "talk" -> talk(group);
        case "train" -> train(group);
        case "loop" -> loop(group);
        case "norms" -> norms(group);
        case "die-training" -> dieTraining(group);
        case "die" -> fail(group, () -> Runtime.getRuntime().halt(9));
        case "hang" -> fail(group, WorkerProgram::sleep);
        default -> throw new IllegalArgumentException(words[0]);
      }
    } catch (TorchException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void leave(WorkerPlace place) throws IOException {
    long before = nativeThreads();
    long within;
    try (WorkerGroup group = WorkerGroup.join(place)) {
      group.meet();
      within = nativeThreads();
    }
    if (place.isFirst()) {
      System.out.println(within > before ? "threads started" : "no threads");
      System.out.println(nativeThreads() == before ? "none left" : "some left");
    }
  }

  /** Threads that the JVM has not named: libtorch's, and the one that started the process. */
  private static long nativeThreads() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      List<String> names = new ArrayList<>();
      for (Path task : (Iterable<Path>) tasks::iterator) {
        names.add(Files.readString(task.resolve("comm")).strip());
      }
      return names.stream().filter(n -> n.equals("java") || n.startsWith("pt_")).count();
    }
  }

  private static void talk(WorkerGroup group) {
    int rank = group.place().rank();
    try (TorchScope _ = TorchScope.open()) {
      Tensor mine = Tensors.of(new float[] {rank + 1, 10 * rank}, 2);
      Tensor other = Tensors.of(new float[] {100 * rank}, 1);
      group.sum(List.of(mine, other));
      print(group, "sums", Tensors.floats(mine), Tensors.floats(other));
      Tensor weights = Tensors.of(new float[] {rank + 7}, 1);
      group.broadcast(List.of(weights));
      double[] numbers = group.sum(1e9 + 1, rank);
      group.meet();
      if (rank == 1) {
        // What the second has, the first cannot print: it ends badly if it is wrong.
        require(Tensors.floats(weights)[0] == 7);
        require(numbers[0] == 2e9 + 2 && numbers[1] == 1);
      }
    }
  }

  /** A step by hand: the gradient of {@code sum of (w x)} is the mean of the workers' x. */
  private static void train(WorkerGroup group) {
    int rank = group.place().rank();
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("first", Tensors.of(new float[] {1, 2, 3}, 3).set_requires_grad(true));
    parameters.put("second", Tensors.of(new float[] {4}, 1).set_requires_grad(true));
    try (GradientReducer reducer = new GradientReducer(group, parameters)) {
      for (int step = 0; step < 3; step++) {
        try (TorchScope _ = TorchScope.open()) {
          Tensor x = Tensors.of(new float[] {rank, 2 * rank + step, 1}, 3);
          reducer.beforeForward();
          Tensor loss = parameters.get("first").mul(x).sum().add(parameters.get("second").sum());
          reducer.beforeBackward(loss);
          loss.backward();
          print(
              group,
              "step " + step,
              Tensors.floats(parameters.get("first").grad()),
              Tensors.floats(parameters.get("second").grad()));
          parameters.values().forEach(parameter -> parameter.mutable_grad().reset());
        }
      }
    }
  }

  /** A whole training; afterwards all workers must have the same weights, to the last bit. */
  private static void loop(WorkerGroup group) {
    try (TinyTask task = new TinyTask(group.place())) {
      new Trainer<>(task, TinyTask.SETTINGS, new Silence(), Optional.of(group), () -> false).run();
      long hash = hash(task);
      double high = hash >>> 32;
      double low = hash & 0xffffffffL;
      double[] sums = group.sum(high, low);
      print(
          group,
          sums[0] == 2 * high && sums[1] == 2 * low ? "the same" : "different",
          new float[0]);
    } catch (IOException e) {
      throw new TorchException(String.valueOf(e.getMessage()));
    }
  }

  /** One step with batch norm over both workers, beside one worker with both batches. */
  private static void norms(WorkerGroup group) {
    WorkerPlace first = group.place();
    WorkerPlace second =
        new WorkerPlace(1 - first.rank(), 2, first.host(), first.port(), first.timeout());
    try (TinyTask task = new TinyTask(first);
        TinyTask other = new TinyTask(second);
        TorchScope _ = TorchScope.open()) {
      task.network().dropout("classifier", 0);
      other.network().dropout("classifier", 0);
      TinyTask.Batch mine = task.epoch(0, 0).next().orElseThrow();
      TinyTask.Batch both = mine.and(other.epoch(0, 0).next().orElseThrow());
      other.loss(both, Mode.TRAINING).backward();
      task.network().synchronizeNorms(numbers -> group.sum(List.of(numbers)));
      try (GradientReducer reducer = new GradientReducer(group, task.network().parameters())) {
        reducer.beforeForward();
        Tensor loss = task.loss(mine, Mode.TRAINING);
        reducer.beforeBackward(loss);
        loss.backward();
      }
      double most = 0;
      for (String name : task.network().parameters().sequencedKeySet()) {
        float[] one = Tensors.floats(task.network().parameters().get(name).grad());
        float[] whole = Tensors.floats(other.network().parameters().get(name).grad());
        for (int i = 0; i < one.length; i++) {
          most = Math.max(most, Math.abs(one[i] - whole[i]));
        }
      }
      print(group, most < 1e-5 ? "as one worker" : "apart by " + most);
    } catch (IOException e) {
      throw new TorchException(String.valueOf(e.getMessage()));
    }
  }

  /** The second worker is gone after some steps; the first must keep what it has, and say why. */
  private static void dieTraining(WorkerGroup group) {
    int[] steps = {0};
    BooleanSupplier stop =
        () -> {
          if (++steps[0] == 3 && group.place().rank() == 1) {
            Runtime.getRuntime().halt(9);
          }
          return false;
        };
    try (TinyTask task = new TinyTask(group.place())) {
      new Trainer<>(task, TinyTask.SETTINGS, new Kept(), Optional.of(group), stop).run();
    } catch (IOException e) {
      throw new TorchException(String.valueOf(e.getMessage()));
    } catch (TorchException e) {
      System.out.println(e.getMessage().contains("\n") ? "several lines" : "one line");
      throw e;
    }
  }

  /** Prints what is kept. */
  private static final class Kept implements Journal {
    @Override
    public void epoch(EpochResult result, Weights weights) {}

    @Override
    public void save(Progress progress, SequencedMap<String, Tensor> state) {
      System.out.println("kept after step " + progress.step());
    }

    @Override
    public void step(Progress progress, int batches, double loss) {}
  }

  private static long hash(TinyTask task) {
    long hash = 0;
    for (Tensor tensor : task.network().parameters().values()) {
      for (float number : Tensors.floats(tensor)) {
        hash = 31 * hash + Float.floatToIntBits(number);
      }
    }
    return hash;
  }

  private static void fail(WorkerGroup group, Runnable failure) {
    group.meet();
    if (group.place().rank() == 1) {
      failure.run();
    }
    group.meet();
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(WorkerGroup group, String what, float[]... numbers) {
    if (group.place().isFirst()) {
      System.out.println(what + " " + Arrays.deepToString(numbers));
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new TorchException("worker 1 has other numbers");
    }
  }
}
