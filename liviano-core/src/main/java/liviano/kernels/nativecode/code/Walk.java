package liviano.kernels.nativecode.code;

/** How a product walks its depth. */
public sealed interface Walk {
  /**
   * Up to this number of steps there is no loop, because the overhead of a loop would cost more
   * than the steps.
   */
  int MOST_WRITTEN_OUT = 27;

  /** Lines that one tile asks for, each by an instruction; a core has about 16 under way. */
  int MOST_STREAMED = 32;

  /** Steps of the depth written out in a loop. */
  int UNROLL = 4;

  /**
   * Step after step, without a loop.
   *
   * @param streamed cache lines from {@link GemmCode#NEXT} on that every tile prefetches
   */
  record WrittenOut(int segments, int depth, int streamed) implements Walk {}

  /**
   * In a loop of {@value #UNROLL} steps a turn that serves every depth.
   *
   * @param segmented whether there are several segments
   * @param rest steps after the loop
   * @param streamed cache lines of the next panel that every turn prefetches, for weights that do
   *     not fit the core's own caches
   */
  record Looped(boolean segmented, int rest, int streamed) implements Walk {}

  /** The same without prefetching. */
  default Walk withoutStreaming() {
    return switch (this) {
      case WrittenOut w -> new WrittenOut(w.segments(), w.depth(), 0);
      case Looped w -> new Looped(w.segmented(), w.rest(), 0);
    };
  }

  static boolean isWrittenOut(int segments, int depth) {
    return segments * depth <= MOST_WRITTEN_OUT;
  }
}
