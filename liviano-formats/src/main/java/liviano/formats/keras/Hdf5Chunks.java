package liviano.formats.keras;

import io.jhdf.ObjectHeader;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.chunked.ChunkedDatasetV3;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;

/**
 * An array that is cut into chunks of the same extents, each of which may be compressed. Chunks at
 * the borders are whole, too: what lies beyond the array is left out.
 *
 * @param filters what was done to each chunk, in this order
 * @param length of the array, in bytes
 * @param elementBytes of one number
 */
record Hdf5Chunks(
    String path,
    ChunkedDataset dataset,
    List<FilterInfo> filters,
    List<Integer> dims,
    int length,
    int elementBytes) {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int CHECKSUM = 3;
  private static final int CHECKSUM_BYTES = 4;

  /**
   * The array.
   *
   * @throws MalformedModelException if its chunks do not fit it, or it is much larger than the file
   */
  static Hdf5Chunks of(
      String path, ChunkedDataset dataset, List<Integer> dims, long length, Hdf5Arrays file) {
    file.limits()
        .require(
            Limit.UNPACKED_RATIO,
            length / file.bytes().byteSize(),
            "array '" + path + "' of " + length + " bytes");
    if (length > Integer.MAX_VALUE - 16) {
      throw Hdf5Arrays.error(path, "its " + length + " bytes are not in the file");
    }
    if (!(dataset instanceof ChunkedDatasetV3 old)) {
      throw new UnsupportedModelException(
          "array '"
              + path
              + "' is kept as newer HDF5 files keep them; write it with libver='earliest'");
    }
    ObjectHeader header = old.getHeader();
    long tree = header.getMessageOfType(ChunkedDataLayoutMessage.class).getBTreeAddress();
    file.trees().requireChunks(tree, dims.size());
    List<FilterInfo> filters =
        header.getMessagesOfType(FilterPipelineMessage.class).stream()
            .flatMap(message -> message.getFilters().stream())
            .toList();
    int each = dataset.getDataType().getSize();
    return new Hdf5Chunks(path, dataset, filters, dims, (int) length, each);
  }

  /** The chunks in their places. */
  MemorySegment joined() {
    int[] chunk = dataset.getChunkDimensions();
    long bytes = elementBytes;
    boolean fits = chunk.length == dims.size();
    for (int i = 0; fits && i < chunk.length; i++) {
      // The reader of HDF5 makes them no larger than an array that does not grow.
      fits = chunk[i] >= 1 && chunk[i] <= dims.get(i);
      bytes *= chunk[i];
    }
    if (!fits) {
      throw Hdf5Arrays.error(path, "its chunks do not fit its shape " + dims);
    }
    byte[] joined = new byte[length];
    int[] corner = new int[chunk.length];
    do {
      place(decoded(dataset.getRawChunkBuffer(corner), (int) bytes), chunk, corner, joined);
    } while (advance(corner, chunk));
    return MemorySegment.ofArray(joined);
  }

  /** The next chunk's corner; false after the last. */
  private boolean advance(int[] corner, int[] chunk) {
    for (int i = chunk.length - 1; i >= 0; i--) {
      corner[i] = Math.addExact(corner[i], chunk[i]);
      if (corner[i] < dims.get(i)) {
        return true;
      }
      corner[i] = 0;
    }
    return false;
  }

  /** Undoes what was done to a chunk, the last step first. */
  private byte[] decoded(ByteBuffer raw, int bytes) {
    byte[] data = new byte[raw.remaining()];
    raw.get(data);
    for (FilterInfo filter : filters.reversed()) {
      data =
          switch (filter.getId()) {
            case DEFLATE -> inflated(data, bytes + CHECKSUM_BYTES);
            case SHUFFLE -> unshuffled(data);
            case CHECKSUM -> Arrays.copyOf(data, data.length - CHECKSUM_BYTES);
            default ->
                throw new UnsupportedModelException(
                    "array '"
                        + path
                        + "' is compressed by "
                        + filter.getName()
                        + ", which is not read; write it without compression");
          };
    }
    if (data.length != bytes) {
      throw Hdf5Arrays.error(path, "a chunk of " + data.length + " bytes instead of " + bytes);
    }
    return data;
  }

  private byte[] inflated(byte[] data, int most) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(data);
      byte[] inflated = new byte[most];
      int length = 0;
      int more = 1;
      while (more > 0 && length < most) {
        more = inflater.inflate(inflated, length, most - length);
        length += more;
      }
      return Arrays.copyOf(inflated, length);
    } catch (DataFormatException e) {
      throw new MalformedModelException("", -1, "array '" + path + "': a chunk is damaged", e);
    } finally {
      inflater.end();
    }
  }

  /** The first bytes of all numbers, then the second ones, as numbers. */
  private byte[] unshuffled(byte[] data) {
    int count = data.length / elementBytes;
    byte[] ordered = data.clone();
    for (int i = 0; i < count * elementBytes; i++) {
      ordered[i % count * elementBytes + i / count] = data[i];
    }
    return ordered;
  }

  /** Copies a chunk's rows, as far as they are in the array. */
  private void place(byte[] data, int[] chunk, int[] corner, byte[] joined) {
    int last = chunk.length - 1;
    int row = chunk[last] * elementBytes;
    int used = Math.min(chunk[last], dims.get(last) - corner[last]) * elementBytes;
    for (int from = 0; from < data.length; from += row) {
      int rest = from / row;
      long to = 0;
      long stride = dims.get(last);
      boolean inside = true;
      for (int i = last - 1; i >= 0; i--) {
        int position = corner[i] + rest % chunk[i];
        rest /= chunk[i];
        inside &= position < dims.get(i);
        to += position * stride;
        stride *= dims.get(i);
      }
      if (inside) {
        int target = (int) ((to + corner[last]) * elementBytes);
        System.arraycopy(data, from, joined, target, used);
      }
    }
  }
}
