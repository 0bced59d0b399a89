package liviano.kernels;

/** A sum of products with constants, which an {@link Epilogue} finishes. */
public sealed interface Linear extends Task {
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
  }

  /** A task that can produce the map that an {@link Fused.InvertedResidual} filters. */
  sealed interface Expansion extends Linear permits Pointwise, Convolution {}
}
