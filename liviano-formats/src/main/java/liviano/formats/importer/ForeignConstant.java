package liviano.formats.importer;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Supplier;
import liviano.tensor.DType;

/**
 * A constant of a file. Its bytes are asked for once, when something needs them.
 *
 * @param dims extents, outermost first; none for a single number
 * @param bytes little-endian, as many as type and extents say
 */
public record ForeignConstant(DType type, List<Integer> dims, Supplier<MemorySegment> bytes) {
  public ForeignConstant {
    dims = List.copyOf(dims);
  }
}
