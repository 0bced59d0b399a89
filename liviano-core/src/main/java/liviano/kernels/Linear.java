package liviano.kernels;

import java.util.List;
import java.util.Optional;

/** A sum of products with constants, which an {@link Epilogue} finishes. */
public sealed interface Linear extends Task, Clamped {
  /** What the inputs are multiplied with. */
  Param weight();

  /** What happens to a sum before it is stored. */
  Epilogue epilogue();

  /** Numbers that it reads at a position. */
  int inChannels();

  /** Numbers that it gives at a position. */
  int outChannels();

  /** Whether the output channel is the innermost extent of the weight; otherwise the outermost. */
  default boolean weighsChannelsInnermost() {
    return false;
  }

  /** The same sums with another weight of the same extents, another end and other formats. */
  Linear with(Param weight, Epilogue epilogue, Formats formats);

  /** The same sums with another end. */
  default Linear with(Epilogue epilogue, Formats formats) {
    return with(weight(), epilogue, formats);
  }

  @Override
  default List<Param> params() {
    Optional<Param> bias = epilogue().bias();
    return bias.isPresent() ? List.of(weight(), bias.get()) : List.of(weight());
  }

  @Override
  default Clamp clamp() {
    return epilogue().clamp();
  }

  @Override
  default Linear withClamp(Clamp clamp, Formats formats) {
    return with(epilogue().withClamp(clamp), formats);
  }

  /**
   * A 1x1 convolution or a dense layer: {@code out[r][o] = epilogue(sum over i of in[r][i] *
   * weight[o][i])}.
   *
   * @param rows positions of all maps together
   * @param weight {@code [outChannels, inChannels]}
   */
  record Pointwise(
      int rows, int inChannels, int outChannels, Param weight, Epilogue epilogue, Formats formats)
      implements Expansion {
    public Pointwise {
      TaskChecks.rows(rows, Math.min(inChannels, outChannels));
      TaskChecks.count(weight, (long) inChannels * outChannels);
      TaskChecks.epilogue(epilogue, outChannels, formats);
    }

    public Pointwise(int rows, int inChannels, int outChannels, Param weight, Epilogue epilogue) {
      this(
          rows,
          inChannels,
          outChannels,
          weight,
          epilogue,
          Formats.f32(epilogue.residual() ? 2 : 1));
    }

    @Override
    public Pointwise with(Param newWeight, Epilogue newEpilogue, Formats newFormats) {
      return new Pointwise(rows, inChannels, outChannels, newWeight, newEpilogue, newFormats);
    }

    @Override
    public long multiplyAdds() {
      return (long) rows * inChannels * outChannels;
    }
  }

  /**
   * A convolution of any kernel, stride, dilation, padding and groups.
   *
   * @param weight {@code [outC, kernelH, kernelW, inC / groups]}
   */
  record Convolution(
      Geometry geometry, int groups, Param weight, Epilogue epilogue, Formats formats)
      implements Expansion {
    public Convolution {
      TaskChecks.groups(groups, geometry);
      TaskChecks.count(weight, geometry, (long) geometry.inC() / groups * geometry.outC());
      TaskChecks.epilogue(epilogue, geometry.outC(), formats);
    }

    public Convolution(Geometry geometry, int groups, Param weight, Epilogue epilogue) {
      this(geometry, groups, weight, epilogue, Formats.f32(epilogue.residual() ? 2 : 1));
    }

    @Override
    public int inChannels() {
      return geometry.inC();
    }

    @Override
    public int outChannels() {
      return geometry.outC();
    }

    @Override
    public Convolution with(Param newWeight, Epilogue newEpilogue, Formats newFormats) {
      return new Convolution(geometry, groups, newWeight, newEpilogue, newFormats);
    }

    @Override
    public long multiplyAdds() {
      return geometry.outputs() * geometry.taps() * (geometry.inC() / groups);
    }
  }

  /**
   * A depthwise convolution: output channel {@code o} filters input channel {@code o / (outC /
   * inC)}.
   *
   * @param weight {@code [kernelH, kernelW, outC]}
   */
  record Depthwise(Geometry geometry, Param weight, Epilogue epilogue, Formats formats)
      implements Linear {
    public Depthwise {
      TaskChecks.multiples(geometry);
      TaskChecks.count(weight, geometry, geometry.outC());
      TaskChecks.epilogue(epilogue, geometry.outC(), formats);
    }

    public Depthwise(Geometry geometry, Param weight, Epilogue epilogue) {
      this(geometry, weight, epilogue, Formats.f32(epilogue.residual() ? 2 : 1));
    }

    @Override
    public int inChannels() {
      return geometry.inC();
    }

    @Override
    public int outChannels() {
      return geometry.outC();
    }

    @Override
    public boolean weighsChannelsInnermost() {
      return true;
    }

    @Override
    public Depthwise with(Param newWeight, Epilogue newEpilogue, Formats newFormats) {
      return new Depthwise(geometry, newWeight, newEpilogue, newFormats);
    }

    @Override
    public long multiplyAdds() {
      return geometry.outputs() * geometry.taps();
    }
  }

  /**
   * A transposed convolution: each position of the input adds to a window of output positions.
   *
   * @param mirrored the convolution whose transpose it is: that reads this task's output and gives
   *     its input, so {@code inH}, {@code inW} and {@code inC} are those of this task's output
   * @param weight {@code [outC, kernelH, kernelW, inC / groups]}, by this task's own channels
   */
  record TransposedConvolution(
      Geometry mirrored, int groups, Param weight, Epilogue epilogue, Formats formats)
      implements Linear {
    public TransposedConvolution {
      TaskChecks.groups(groups, mirrored);
      TaskChecks.count(weight, mirrored, (long) mirrored.outC() / groups * mirrored.inC());
      TaskChecks.epilogue(epilogue, mirrored.inC(), formats);
    }

    public TransposedConvolution(Geometry mirrored, int groups, Param weight, Epilogue epilogue) {
      this(mirrored, groups, weight, epilogue, Formats.f32(epilogue.residual() ? 2 : 1));
    }

    @Override
    public int inChannels() {
      return mirrored.outC();
    }

    @Override
    public int outChannels() {
      return mirrored.inC();
    }

    @Override
    public TransposedConvolution with(Param newWeight, Epilogue newEpilogue, Formats newFormats) {
      return new TransposedConvolution(mirrored, groups, newWeight, newEpilogue, newFormats);
    }

    @Override
    public long multiplyAdds() {
      return mirrored.outputs() * mirrored.taps() * (mirrored.inC() / groups);
    }
  }

  /** A task that can produce the map that an {@link Fused.InvertedResidual} filters. */
  sealed interface Expansion extends Linear permits Pointwise, Convolution {
    @Override
    Expansion with(Param weight, Epilogue epilogue, Formats formats);
  }
}
