package liviano.formats.keras;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.CompactDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.storage.HdfBackingStorage;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.formats.importer.ForeignConstant;
import liviano.tensor.DType;
import liviano.tensor.Extents;

/**
 * Arrays of an HDF5 file as constants. Those that lie in one piece are views of the file; those
 * that are cut into chunks are put together when somebody needs them.
 *
 * @param bytes the whole file
 */
record Hdf5Arrays(HdfBackingStorage storage, MemorySegment bytes, Hdf5Trees trees, Limits limits) {
  private static final long NOWHERE = -1;

  /** The bits of a float. */
  private record Format(DType type, int exponent, int mantissa) {
    boolean fits(FloatingPoint real) {
      return real.getSize() == type.bytes()
          && real.getExponentSize() == exponent
          && real.getMantissaSize() == mantissa;
    }
  }

  private static final List<Format> FORMATS =
      List.of(
          new Format(DType.F32, 8, 23),
          new Format(DType.F16, 5, 10),
          new Format(DType.BF16, 8, 7),
          new Format(DType.F64, 11, 52));

  /**
   * The array; empty where it holds no floats, or none at all.
   *
   * @throws MalformedModelException if it reaches beyond the file
   */
  Optional<ForeignConstant> array(String path, Dataset dataset) {
    Optional<DType> type = type(dataset.getDataType());
    List<Integer> dims = new ArrayList<>();
    long length = type.map(DType::bytes).orElse(0);
    for (long extent : dataset.getDimensionsAsLong()) {
      if (extent < 0 || extent > Integer.MAX_VALUE) {
        throw error(path, "an extent of " + extent);
      }
      dims.add((int) extent);
      length = Math.multiplyExact(length, extent);
    }
    if (length == 0 || dims.size() > Extents.MAX_RANK) {
      return Optional.empty();
    }
    return switch (dataset) {
      case ContiguousDataset whole -> {
        long address = whole.getDataAddress();
        long at = address + storage.getUserBlockSize();
        if (address == NOWHERE || at < 0 || length > bytes.byteSize() - at) {
          throw error(path, "its numbers lie beyond the end of the file");
        }
        MemorySegment data = bytes.asSlice(at, length);
        yield Optional.of(new ForeignConstant(type.get(), dims, () -> data));
      }
      case CompactDataset small -> {
        MemorySegment data = MemorySegment.ofBuffer(small.getDataBuffer());
        if (data.byteSize() < length) {
          throw error(path, "its numbers lie beyond the end of the file");
        }
        MemorySegment part = data.asSlice(0, length);
        yield Optional.of(new ForeignConstant(type.get(), dims, () -> part));
      }
      case ChunkedDataset chunked -> {
        Hdf5Chunks chunks = Hdf5Chunks.of(path, chunked, dims, length, this);
        yield Optional.of(
            new ForeignConstant(type.get(), dims, () -> Hdf5File.sound(chunks::joined)));
      }
      default -> throw error(path, "it is stored as " + dataset.getDataLayout());
    };
  }

  /** Floats by the widths of exponent and mantissa. */
  private static Optional<DType> type(DataType type) {
    if (!(type instanceof FloatingPoint real) || real.getByteOrder() != ByteOrder.LITTLE_ENDIAN) {
      return Optional.empty();
    }
    return FORMATS.stream().filter(format -> format.fits(real)).map(Format::type).findFirst();
  }

  static MalformedModelException error(String path, String reason) {
    return new MalformedModelException("array '" + path + "': " + reason);
  }
}
