package liviano.formats.tensorflow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.tensor.Extents;

/** A message {@code TensorShapeProto}. */
final class ShapeReader {
  private ShapeReader() {}

  /** Extents, open ones negative; empty if not even their number is known. */
  static Optional<List<Long>> read(WireReader wire) throws IOException {
    List<Long> dims = new ArrayList<>();
    boolean unknown = false;
    for (int tag = wire.tag(); tag != 0; tag = wire.tag()) {
      switch (tag >>> 3) {
        case 2 -> dims.add(wire.message(tag, ShapeReader::size));
        case 3 -> unknown = wire.whole(tag) != 0;
        default -> wire.skip(tag);
      }
      if (dims.size() > Extents.MAX_RANK) {
        throw new MalformedModelException(
            "byte " + wire.at() + ": a shape of more than " + Extents.MAX_RANK + " extents");
      }
    }
    return unknown ? Optional.empty() : Optional.of(dims);
  }

  private static long size(WireReader wire) throws IOException {
    long size = 0;
    for (int tag = wire.tag(); tag != 0; tag = wire.tag()) {
      if (tag >>> 3 == 1) {
        size = wire.whole(tag);
      } else {
        wire.skip(tag);
      }
    }
    return size;
  }
}
