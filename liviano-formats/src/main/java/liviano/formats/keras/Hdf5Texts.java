package liviano.formats.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jhdf.GlobalHeap;
import io.jhdf.api.Attribute;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liviano.Limits;
import liviano.Limits.Limit;

/** Texts of an HDF5 file, of a fixed length or of any. All that is read is counted. */
final class Hdf5Texts {
  private final HdfBackingStorage storage;
  private final Limits limits;
  private final Map<Long, GlobalHeap> heaps = new HashMap<>();
  private long read;

  Hdf5Texts(HdfBackingStorage storage, Limits limits) {
    this.limits = limits;
    this.storage = storage;
  }

  /** The texts of an attribute, whatever its extents are; none where it holds something else. */
  List<String> of(Attribute attribute) {
    ByteBuffer bytes = attribute.getBuffer();
    if (bytes == null || attribute.getDataType().getSize() < 1) {
      return List.of(); // of texts without a length there would be no end
    }
    return switch (attribute.getDataType()) {
      case StringData fixed -> fixed(bytes, fixed.getSize());
      case VariableLength free when free.isVariableLengthString() -> free(bytes, free.getSize());
      default -> List.of();
    };
  }

  private List<String> fixed(ByteBuffer bytes, int length) {
    List<String> texts = new ArrayList<>();
    while (bytes.remaining() >= length) {
      texts.add(text(bytes.slice(bytes.position(), length)));
      bytes.position(bytes.position() + length);
    }
    return texts;
  }

  /** Each is a length, the place of a heap, and the number of an object in it. */
  private List<String> free(ByteBuffer bytes, int length) {
    ByteBuffer entries = bytes.order(ByteOrder.LITTLE_ENDIAN);
    List<String> texts = new ArrayList<>();
    while (entries.remaining() >= length) {
      int at = entries.position() + Integer.BYTES;
      long heap =
          storage.getSizeOfOffsets() == Long.BYTES ? entries.getLong(at) : entries.getInt(at);
      int index = entries.getInt(at + storage.getSizeOfOffsets());
      texts.add(
          index == 0
              ? ""
              : text(
                  heaps
                      .computeIfAbsent(heap, address -> new GlobalHeap(storage, address))
                      .getObjectData(index)));
      entries.position(entries.position() + length);
    }
    return texts;
  }

  /** What comes before the first zero. */
  private String text(ByteBuffer bytes) {
    int length = 0;
    while (length < bytes.limit() && bytes.get(length) != 0) {
      length++;
    }
    read += length;
    limits.require(Limit.TEXT_BYTES, read, "the texts of the file");
    return UTF_8.decode(bytes.slice(0, length)).toString();
  }
}
