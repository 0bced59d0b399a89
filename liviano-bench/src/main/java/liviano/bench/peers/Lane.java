package liviano.bench.peers;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** One inference at a time, of one engine. */
interface Lane extends AutoCloseable {

  /** The engine's input: float32 in native order, {@code height x width x channels}. */
  MemorySegment input();

  /** Computes the outputs. */
  void run();

  /** The outputs of the last run in the graph's order and layout, copied. */
  List<float[]> outputs();

  @Override
  void close();
}
