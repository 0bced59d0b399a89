package liviano.kernels.nativecode;

/** How a product walks its depth. */
sealed interface Walk {
  /** Up to so many steps in all there is no loop: its ends would cost more than they do. */
  int MOST_WRITTEN_OUT = 27;

  /** Lines that one tile asks for, each by an instruction; a core has about 16 under way. */
  int MOST_STREAMED = 32;

  /** Steps of the depth written out in a loop. */
  int UNROLL = 4;

  /**
   * Step after step, without a loop.
   *
   * @param streamed lines from {@link GemmCode#NEXT} on that are asked for in every tile
   */
  record WrittenOut(int segments, int depth, int streamed) implements Walk {}

  /**
   * In a loop of {@value #UNROLL} steps a turn that serves every depth.
   *
   * @param segmented whether there are several segments
   * @param rest steps after the loop
   * @param streamed lines of the next panel that are asked for in every turn, for weights that the
   *     core's own caches do not hold
   */
  record Looped(boolean segmented, int rest, int streamed) implements Walk {}

  /** The same without asking for anything. */
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
