package liviano.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.Geometry;
import liviano.kernels.Origin;
import liviano.kernels.Param;
import liviano.kernels.Task;
import liviano.tensor.Shape;

/**
 * Computes the inside of an inverted residual in t groups of channels, one after the other (section
 * 5.1 of the paper): an expansion, a depthwise convolution and a projection become t narrow chains,
 * whose projections add up. What is between them is a t-th as wide and shares the same memory; the
 * multiply-adds stay as they are. The first block has no expansion; there the stem is split with
 * it, as the paper does for its table 3.
 *
 * <p>The first projection adds the bias and the block's own shortcut, each later one adds the sum
 * so far, and the last one clamps. Groups are whole multiples of {@value #LANES} channels where the
 * width is one, so that no group ends within a vector.
 */
final class SplitChannels implements Rewrite {
  private static final int LANES = 8;

  private final int groups;

  /**
   * @param groups t; 1 leaves every plan as it is
   */
  SplitChannels(int groups) {
    this.groups = groups;
  }

  /** The three tasks of a block, whose inner tensors have no other consumer. */
  private record Block(PlannedTask expand, PlannedTask filter, PlannedTask project) {
    Task.Depthwise filtering() {
      return (Task.Depthwise) filter.task();
    }

    Task.Pointwise projecting() {
      return (Task.Pointwise) project.task();
    }

    int width() {
      return filtering().geometry().inC();
    }
  }

  /** Channels {@code from} (inclusive) to {@code to} (exclusive). */
  private record Group(int from, int to) {
    int width() {
      return to - from;
    }

    String suffix() {
      return "[" + from + ":" + to + "]";
    }
  }

  /** Some of a weight's outermost extent. */
  private record Outermost(Group group) implements Origin.Rule {}

  /** Some of a weight's innermost extent. */
  private record Innermost(Group group) implements Origin.Rule {}

  @Override
  public Plan apply(Plan plan) {
    if (groups == 1) {
      return plan;
    }
    Map<PlannedTask, Block> blocks = blocks(plan);
    Set<PlannedTask> inner = new HashSet<>();
    blocks.values().forEach(block -> inner.addAll(List.of(block.expand(), block.filter())));
    Numbers numbers = new Numbers(plan);
    List<PlannedTask> tasks = new ArrayList<>();
    for (PlannedTask task : plan.tasks()) {
      if (blocks.containsKey(task)) {
        tasks.addAll(chains(blocks.get(task), numbers));
      } else if (!inner.contains(task)) {
        tasks.add(task);
      }
    }
    return plan.withTasks(tasks);
  }

  /** The blocks of a plan, by their last task. */
  private static Map<PlannedTask, Block> blocks(Plan plan) {
    Map<Integer, Integer> readers = Rewrite.readers(plan);
    Map<Integer, PlannedTask> byOutput = new HashMap<>();
    Map<PlannedTask, Block> blocks = new HashMap<>();
    for (PlannedTask task : plan.tasks()) {
      byOutput.put(task.output().id(), task);
      // A task that projects one block must not expand the next: it would be split by input and by
      // output channels.
      block(task, byOutput, readers)
          .filter(block -> !blocks.containsKey(block.expand()))
          .ifPresent(block -> blocks.put(task, block));
    }
    return blocks;
  }

  private static Optional<Block> block(
      PlannedTask project, Map<Integer, PlannedTask> byOutput, Map<Integer, Integer> readers) {
    PlannedTask filter = byOutput.get(project.inputs().getFirst().id());
    if (!(project.task() instanceof Task.Pointwise) || filter == null) {
      return Optional.empty();
    }
    PlannedTask expand = byOutput.get(filter.inputs().getFirst().id());
    boolean found =
        filter.task() instanceof Task.Depthwise d
            && d.geometry().inC() == d.geometry().outC()
            && !d.epilogue().residual()
            && expand != null
            // A reshape between the two tasks may change the number of channels.
            && expands(expand.task()) == d.geometry().inC()
            && ((Task.Pointwise) project.task()).inChannels() == d.geometry().outC()
            && readers.get(expand.output().id()) == 1
            && readers.get(filter.output().id()) == 1;
    return found ? Optional.of(new Block(expand, filter, project)) : Optional.empty();
  }

  /**
   * The number of channels that a task expands to, if each can be computed separately; otherwise 0.
   */
  private static int expands(Task task) {
    return switch (task) {
      case Task.Pointwise t when !t.epilogue().residual() -> t.outChannels();
      case Task.Convolution t when !t.epilogue().residual() && t.groups() == 1 ->
          t.geometry().outC();
      default -> 0;
    };
  }

  private List<PlannedTask> chains(Block block, Numbers numbers) {
    List<Group> parts = groups(block.width());
    List<PlannedTask> tasks = new ArrayList<>();
    Optional<Operand> sum = Optional.empty();
    for (int i = 0; i < parts.size(); i++) {
      Group group = parts.get(i);
      PlannedTask expand = expand(block, group, numbers);
      PlannedTask filter = filter(block, group, expand.output(), numbers);
      boolean last = i == parts.size() - 1;
      PlannedTask project = project(block, group, filter.output(), sum, last, numbers);
      tasks.addAll(List.of(expand, filter, project));
      sum = Optional.of(project.output());
    }
    return tasks;
  }

  /**
   * Groups of nearly equal width in whole steps, the wider ones first; fewer than requested if
   * there are not enough channels.
   */
  private List<Group> groups(int width) {
    int step = width % LANES == 0 ? LANES : 1;
    int steps = width / step;
    int count = Math.min(groups, steps);
    List<Group> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < count; i++) {
      int to = from + (steps / count + (i < steps % count ? 1 : 0)) * step;
      parts.add(new Group(from, to));
      from = to;
    }
    return parts;
  }

  private static PlannedTask expand(Block block, Group group, Numbers numbers) {
    Task task =
        switch (block.expand().task()) {
          case Task.Pointwise t ->
              new Task.Pointwise(
                  t.rows(),
                  t.inChannels(),
                  group.width(),
                  outermost(t.weight(), group),
                  part(t.epilogue(), group),
                  t.formats());
          case Task.Convolution t ->
              new Task.Convolution(
                  narrow(t.geometry(), t.geometry().inC(), group.width()),
                  1,
                  outermost(t.weight(), group),
                  part(t.epilogue(), group),
                  t.formats());
          default -> throw new AssertionError(block.expand().task() + " expands nothing");
        };
    return new PlannedTask(
        block.expand().name(),
        task,
        block.expand().inputs(),
        numbers.narrow(block.expand().output(), group));
  }

  private static PlannedTask filter(Block block, Group group, Operand in, Numbers numbers) {
    Task.Depthwise whole = block.filtering();
    Task.Depthwise task =
        new Task.Depthwise(
            narrow(whole.geometry(), group.width(), group.width()),
            innermost(whole.weight(), group),
            part(whole.epilogue(), group),
            whole.formats());
    return new PlannedTask(
        block.filter().name(), task, List.of(in), numbers.narrow(block.filter().output(), group));
  }

  /**
   * @param sum of the projections before; empty for the first
   */
  private static PlannedTask project(
      Block block, Group group, Operand in, Optional<Operand> sum, boolean last, Numbers numbers) {
    Task.Pointwise whole = block.projecting();
    Epilogue epilogue = sum.isEmpty() ? whole.epilogue() : Epilogue.NONE.withResidual();
    List<Operand> shortcut = block.project().inputs().subList(1, block.project().inputs().size());
    List<Operand> inputs = new ArrayList<>(List.of(in));
    inputs.addAll(sum.map(List::of).orElse(shortcut));
    Operand output = last ? block.project().output() : numbers.another(block.project().output());
    Task.Pointwise task =
        new Task.Pointwise(
            whole.rows(),
            group.width(),
            whole.outChannels(),
            innermost(whole.weight(), group),
            epilogue.withClamp(last ? whole.epilogue().clamp() : Clamp.NONE),
            PlannedTask.formats(inputs, output));
    return new PlannedTask(block.project().name(), task, inputs, output);
  }

  private static Epilogue part(Epilogue whole, Group group) {
    return new Epilogue(whole.bias().map(bias -> innermost(bias, group)), false, whole.clamp());
  }

  private static Geometry narrow(Geometry g, int inC, int outC) {
    return new Geometry(
        g.batch(),
        g.inH(),
        g.inW(),
        inC,
        g.outH(),
        g.outW(),
        outC,
        g.kernelH(),
        g.kernelW(),
        g.strideH(),
        g.strideW(),
        g.dilationH(),
        g.dilationW(),
        g.padTop(),
        g.padLeft());
  }

  /** A slice along the outermost extent; shares the bytes. */
  private static Param outermost(Param whole, Group group) {
    int[] dims = whole.shape().toArray();
    long each = whole.bytes() / dims[0];
    dims[0] = group.width();
    return new Param(
        DerivedConstants.made(new Outermost(group), whole),
        whole.format(),
        Shape.of(dims),
        () -> whole.data().asSlice(group.from() * each, group.width() * each));
  }

  /** A slice along the innermost extent; copied, because its numbers are not contiguous. */
  private static Param innermost(Param whole, Group group) {
    return DerivedConstants.floats(
        DerivedConstants.made(new Innermost(group), whole),
        whole.shape().withChannels(group.width()),
        () -> columns(whole, group));
  }

  private static float[] columns(Param whole, Group group) {
    int extent = whole.shape().channels();
    float[] all = whole.toFloats();
    float[] some = new float[all.length / extent * group.width()];
    for (int row = 0; row < all.length / extent; row++) {
      System.arraycopy(all, row * extent + group.from(), some, row * group.width(), group.width());
    }
    return some;
  }

  /** New operands, with ids that the plan does not use yet. */
  private static final class Numbers {
    private int next;

    Numbers(Plan plan) {
      plan.inputs().values().forEach(this::taken);
      plan.tasks().forEach(task -> taken(task.output()));
    }

    private void taken(Operand operand) {
      next = Math.max(next, operand.id() + 1);
    }

    Operand another(Operand like) {
      return new Operand(next++, like.name(), like.batch(), like.shape(), like.format());
    }

    Operand narrow(Operand whole, Group group) {
      return new Operand(
          next++,
          whole.name() + group.suffix(),
          whole.batch(),
          whole.shape().withChannels(group.width()),
          whole.format());
    }
  }
}
