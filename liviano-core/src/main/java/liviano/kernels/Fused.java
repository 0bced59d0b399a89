package liviano.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.tensor.DType;

/**
 * Several layers in one task: what lies between them has no other consumer, and a kernel need not
 * hold it completely in memory.
 */
public sealed interface Fused extends Task {
  @Override
  List<Task> layers();

  @Override
  default List<Param> params() {
    List<Param> params = new ArrayList<>();
    for (Task layer : layers()) {
      params.addAll(layer.params());
    }
    return params;
  }

  @Override
  default long multiplyAdds() {
    long sum = 0;
    for (Task layer : layers()) {
      sum += layer.multiplyAdds();
    }
    return sum;
  }

  /**
   * A block of the paper as one task: a map is expanded, filtered depthwise and projected, and the
   * two tensors in between have no other consumer. A kernel need not hold them completely in memory
   * (section 5.1).
   *
   * @param expand produces the map to filter; if empty, the input itself is filtered
   * @param filter reads what {@code expand} gives; adds no residual
   * @param project reads what {@code filter} gives
   */
  record InvertedResidual(
      Optional<Linear.Expansion> expand, Linear.Depthwise filter, Linear.Pointwise project)
      implements Fused {
    public InvertedResidual {
      TaskChecks.chain(expand, filter, project);
    }

    @Override
    public List<Task> layers() {
      return expand.isPresent() ? List.of(expand.get(), filter, project) : List.of(filter, project);
    }

    /** Numbers that it reads at a position. */
    public int inChannels() {
      return first().inChannels();
    }

    /** The layer that reads the input. */
    private Linear first() {
      return expand.isPresent() ? expand.get() : filter;
    }

    @Override
    public Formats formats() {
      List<DType> inputs = new ArrayList<>(project.formats().inputs());
      inputs.set(0, first().formats().inputs().getFirst());
      return new Formats(inputs, project.formats().output());
    }
  }

  /**
   * A 1x1 convolution and the average of its whole map as one task. The map has no other consumer,
   * and a kernel need not hold it completely in memory.
   *
   * @param pointwise gives the map; adds no residual
   * @param pool reads what {@code pointwise} gives, and {@linkplain Resample.AveragePool#isGlobal
   *     all of it}
   */
  record PooledPointwise(Linear.Pointwise pointwise, Resample.AveragePool pool) implements Fused {
    public PooledPointwise {
      TaskChecks.chain(pointwise, pool);
    }

    @Override
    public List<Task> layers() {
      return List.of(pointwise, pool);
    }

    @Override
    public Formats formats() {
      return new Formats(pointwise.formats().inputs(), pool.formats().output());
    }
  }
}
