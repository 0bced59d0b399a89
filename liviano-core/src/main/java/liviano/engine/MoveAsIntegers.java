package liviano.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import liviano.kernels.Formats;
import liviano.kernels.Grid;
import liviano.kernels.Move;
import liviano.kernels.Quantizing;
import liviano.kernels.Resample;
import liviano.kernels.Task;
import liviano.tensor.DType;

/**
 * Moves integers instead of the real numbers that they stand for. Where integers are loaded as
 * reals, only put elsewhere (side by side, or one position spread over a map) and stored as
 * integers again, they are converted first and moved then, which gives the same integers. There and
 * back is one conversion from integers to integers where that gives the same for each of them.
 */
final class MoveAsIntegers implements Rewrite {
  private final Predicate<Task> served;

  /**
   * @param served whether a task is computed in integers
   */
  MoveAsIntegers(Predicate<Task> served) {
    this.served = served;
  }

  @Override
  public Plan apply(Plan plan) {
    Pass pass = new Pass(plan);
    plan.tasks().forEach(pass::add);
    return plan.withTasks(List.copyOf(pass.given.values()));
  }

  /** Tasks of a plan, one after the other. */
  private final class Pass {
    private final Map<Integer, Integer> readers;
    private final SequencedMap<Integer, PlannedTask> given = new LinkedHashMap<>();
    private int nextId;

    Pass(Plan plan) {
      this.readers = new HashMap<>(Rewrite.readers(plan));
      plan.inputs().values().forEach(this::taken);
      plan.tasks().forEach(task -> taken(task.output()));
    }

    private void taken(Operand operand) {
      nextId = Math.max(nextId, operand.id() + 1);
    }

    void add(PlannedTask task) {
      Optional<Moved> moved =
          task.task() instanceof Quantizing.Store store ? moved(task, store) : Optional.empty();
      if (moved.isEmpty()) {
        given.put(task.output().id(), task);
        return;
      }
      for (PlannedTask made : moved.get().tasks) {
        made.inputs().forEach(input -> readers.merge(input.id(), 1, Integer::sum));
        given.put(made.output().id(), made);
      }
      drop(task);
    }

    /** Takes a task out, and what only it has read. */
    private void drop(PlannedTask task) {
      for (Operand input : task.inputs()) {
        PlannedTask giver = given.get(input.id());
        if (readers.merge(input.id(), -1, Integer::sum) == 0 && giver != null) {
          given.remove(input.id());
          drop(giver);
        }
      }
    }

    private Optional<Moved> moved(PlannedTask task, Quantizing.Store store) {
      Operand reals = task.inputs().getFirst();
      if (store.grid().quantization().isPerChannel() || !isMoved(reals)) {
        return Optional.empty();
      }
      Moved moved = new Moved(store.grid());
      moved.integers(reals, task.output());
      return moved.tasks.stream().map(PlannedTask::task).allMatch(served)
          ? Optional.of(moved)
          : Optional.empty();
    }

    /** Whether reals are loaded, or put together by a task whose result has no other consumer. */
    private boolean isMoved(Operand reals) {
      return loaded(reals).isPresent() || joined(reals).isPresent() || spread(reals).isPresent();
    }

    private Optional<PlannedTask> joined(Operand reals) {
      return onlyFor(reals).filter(giver -> giver.task() instanceof Move.Concat);
    }

    /** Of one position that is loaded. */
    private Optional<PlannedTask> spread(Operand reals) {
      return onlyFor(reals)
          .filter(giver -> isSpread(giver.task()))
          .filter(giver -> loaded(giver.inputs().getFirst()).isPresent());
    }

    /** The task that gives an operand to its only consumer. */
    private Optional<PlannedTask> onlyFor(Operand operand) {
      return Optional.ofNullable(given.get(operand.id()))
          .filter(_ -> readers.get(operand.id()) == 1);
    }

    /** The load that gives reals, if it is of bytes of one scale and gives finite numbers. */
    private Optional<Quantizing.Load> loaded(Operand reals) {
      PlannedTask giver = given.get(reals.id());
      return giver != null
              && giver.task() instanceof Quantizing.Load load
              && load.formats().inputs().getFirst().isByte()
              && !load.from().isPerChannel()
              && all(load).mapToObj(i -> load.from().real(i, 0)).allMatch(Float::isFinite)
          ? Optional.of(load)
          : Optional.empty();
    }

    /** The tasks that give what one task stored. */
    private final class Moved {
      private final Grid grid;
      private final List<PlannedTask> tasks = new ArrayList<>();

      Moved(Grid grid) {
        this.grid = grid;
      }

      /** Gives the integers of some reals. */
      void integers(Operand reals, Operand to) {
        Optional<PlannedTask> join = joined(reals);
        if (join.isEmpty()) {
          part(reals, to);
          return;
        }
        // No deeper: what was joined before is stored where it is joined again.
        List<Operand> parts = join.get().inputs().stream().map(this::part).toList();
        Move.Concat concat = (Move.Concat) join.get().task();
        Move.Concat task =
            new Move.Concat(concat.rows(), concat.channels(), PlannedTask.formats(parts, to));
        add(join.get().name(), task, parts, to);
      }

      private Operand part(Operand reals) {
        if (loaded(reals).filter(this::isKept).isPresent()) {
          Operand from = given.get(reals.id()).inputs().getFirst();
          return integers(reals, from.id());
        }
        Operand to = integers(reals, nextId++);
        part(reals, to);
        return to;
      }

      /** Of reals that are loaded, spread, or given by any other task. */
      private void part(Operand reals, Operand to) {
        Optional<Quantizing.Load> load = loaded(reals);
        Optional<PlannedTask> spread = spread(reals);
        if (load.isPresent()) {
          converted(load.get(), given.get(reals.id()), reals, to);
        } else if (spread.isPresent()) {
          Operand position = part(spread.get().inputs().getFirst());
          Move.Strided task =
              new Move.Strided(
                  position.elements(),
                  Views.spread(to.batch(), position.shape(), to.shape()),
                  Formats.of(position.format(), to.format()));
          add(spread.get().name(), task, List.of(position), to);
        } else {
          add(to.name() + ".integers", stored(reals), List.of(reals), to);
        }
      }

      private Operand integers(Operand reals, int id) {
        return new Operand(
            id,
            reals.name(),
            reals.batch(),
            reals.shape(),
            grid.format(),
            Optional.of(grid.quantization()));
      }

      /** Whether integers are stored as they were loaded. */
      private boolean isKept(Quantizing.Load load) {
        return load.formats().inputs().getFirst() == grid.format()
            && all(load).allMatch(i -> stored(load, i) == i);
      }

      private int stored(Quantizing.Load load, int integer) {
        return grid.integer(load.from().real(integer, 0), 0);
      }

      private void converted(Quantizing.Load load, PlannedTask giver, Operand reals, Operand to) {
        List<Operand> from = giver.inputs();
        Quantizing.Rescale rescale =
            new Quantizing.Rescale(
                load.rows(),
                load.channels(),
                load.from(),
                grid,
                Formats.of(from.getFirst().format(), grid.format()));
        if (all(load).allMatch(i -> rescale.integer(i, 0) == stored(load, i))) {
          add(to.name() + ".rescaled", rescale, from, to);
        } else {
          Operand loaded = fresh(reals);
          add(giver.name(), load, from, loaded);
          add(to.name() + ".integers", stored(loaded), List.of(loaded), to);
        }
      }

      private Operand fresh(Operand like) {
        return new Operand(nextId++, like.name(), like.batch(), like.shape(), DType.F32);
      }

      private Quantizing.Store stored(Operand reals) {
        Formats formats = Formats.of(reals.format(), grid.format());
        return new Quantizing.Store(reals.rows(), reals.shape().channels(), grid, formats);
      }

      private void add(String name, Task task, List<Operand> inputs, Operand output) {
        tasks.add(new PlannedTask(name, task, inputs, output));
      }
    }
  }

  /** Whether each position of the result has the numbers of the only one that is read. */
  private static boolean isSpread(Task task) {
    return switch (task) {
      case Resample.Resize t -> t.inH() == 1 && t.inW() == 1;
      case Resample.ResizeNearest t -> t.inH() == 1 && t.inW() == 1;
      default -> false;
    };
  }

  private static IntStream all(Quantizing.Load load) {
    DType format = load.formats().inputs().getFirst();
    return IntStream.rangeClosed(format.least(), format.greatest());
  }
}
