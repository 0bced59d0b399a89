package liviano.kernels.nativecode.code;

/** A piece of code described by what distinguishes it from others of its kind. */
public sealed interface Code
    permits GemmCode,
        DepthwiseCode,
        Bf16DepthwiseCode,
        Bf16PassCode,
        PeakCode,
        ResizeCode,
        MixLinesCode,
        AverageCode,
        SoftmaxCode,
        SigmoidCode,
        PaddedLinesCode,
        RepeatedProductCode,
        TransposeCode,
        WidenCode,
        IntegerGemmCode,
        DotGemmCode,
        ByteFilterCode,
        DotFilterCode,
        BytePassCode,
        WideBytePassCode,
        ByteAverageCode {

  /** Its bytes; position-independent. */
  byte[] assemble();
}
