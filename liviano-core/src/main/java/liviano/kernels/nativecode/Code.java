package liviano.kernels.nativecode;

/** A piece of code described by what distinguishes it from others of its kind. */
sealed interface Code
    permits GemmCode, DepthwiseCode, ResizeCode, AverageCode, SoftmaxCode, SigmoidCode {

  /** Its bytes; position-independent. */
  byte[] assemble();
}
