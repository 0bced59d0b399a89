package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Where a file counts the channels of a map. */
public enum MapLayout {
  /** {@code [batch, height, width, channels]}, as ours lie in memory. */
  CHANNELS_LAST,
  /** {@code [batch, channels, height, width]}. */
  CHANNELS_FIRST;

  /** The axis of the channels of a tensor of any rank. */
  int channels(int rank) {
    return this == CHANNELS_FIRST && rank > 1 ? 1 : rank - 1;
  }

  /** The file's axes in the order that puts the channels last. */
  List<Integer> channelsLast(int rank) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    if (rank > 0) {
      order.add(order.remove(channels(rank)));
    }
    return order;
  }
}
