package liviano.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.tensor.DType;
import liviano.tensor.Extents;

/**
 * The JSON header of a safetensors file, checked against the file.
 *
 * @param entries in the header's order; sorted by {@code begin} their ranges tile the data exactly
 */
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata) {

  /** The length of the header, a little-endian integer of 64 bits, comes before it. */
  static final int PREFIX_BYTES = 8;

  /** The format's own limit. */
  static final int MAX_BYTES = 100_000_000;

  static final String METADATA = "__metadata__";

  private static final List<String> MEMBERS = List.of("dtype", "shape", "data_offsets");

  /** An honest header is three levels deep. */
  private static final int DEPTH = 4;

  /**
   * One tensor.
   *
   * @param begin first byte, counted from the start of the data
   * @param end byte after the last
   */
  record Entry(String name, DType type, Extents dims, long begin, long end) {
    /** By the first byte, an empty one before another. */
    static int inFile(Entry a, Entry b) {
      int byBegin = Long.compare(a.begin, b.begin);
      return byBegin != 0 ? byBegin : Long.compare(a.end, b.end);
    }
  }

  /**
   * Reads and checks a header.
   *
   * @param file for the messages
   * @param header all of it, without the length before it
   * @param dataBytes bytes that follow it in the file
   * @param limits on its length and the number of its values
   */
  static SafeTensorsHeader parse(String file, byte[] header, long dataBytes, JsonLimits limits) {
    try {
      if (header.length == 0 || header[0] != '{') {
        throw new MalformedModelException(
            file, PREFIX_BYTES, "the header does not start with '{': not a safetensors file?");
      }
      JsonObject object = Json.parse(header, limits.withMaxDepth(DEPTH)).asObject();
      List<Entry> entries = new ArrayList<>();
      for (String name : object.members().keySet()) {
        if (!name.equals(METADATA)) {
          entries.add(entry(name, object.object(name)));
        }
      }
      Map<String, String> metadata = metadata(object);
      requireTiling(file, entries, (long) PREFIX_BYTES + header.length, dataBytes);
      return new SafeTensorsHeader(List.copyOf(entries), metadata);
    } catch (JsonException e) {
      if (e.isBeyondLimits()) {
        throw new UnsupportedModelException(
                "its header holds "
                    + e.reason()
                    + "; if you trust the file, give Java more heap with -Xmx, or raise it:"
                    + " Limits.with(JSON_VALUES, ...) in a program, or -D"
                    + Limits.PROPERTY
                    + "=2 for all limits")
            .inFile(file);
      }
      String path = e.path().isEmpty() ? "" : e.path() + ": ";
      long offset = e.offset().isPresent() ? PREFIX_BYTES + e.offset().getAsLong() : -1;
      throw new MalformedModelException(file, offset, "header: " + path + e.reason(), e);
    }
  }

  private static Entry entry(String name, JsonObject object) {
    object.requireOnly(MEMBERS);
    String dtype = object.string("dtype");
    DType type =
        DType.find(dtype)
            .orElseThrow(
                () ->
                    object.error(
                        "dtype", "unknown " + Json.quote(dtype) + ", known are " + DType.names()));
    Extents dims = dims(object);
    JsonArray offsets = object.array("data_offsets");
    if (offsets.size() != 2) {
      throw object.error("data_offsets", "expected two offsets but found " + offsets.size());
    }
    long begin = offsets.longInteger(0);
    long end = offsets.longInteger(1);
    if (begin < 0 || end < begin) {
      throw object.error("data_offsets", "[" + begin + ", " + end + ") is no range of bytes");
    }
    long bytes = byteSize(object, type, dims);
    if (end - begin != bytes) {
      throw object.error(
          type
              + " "
              + dims
              + " takes "
              + bytes
              + " bytes, but data_offsets span ["
              + begin
              + ", "
              + end
              + ")");
    }
    return new Entry(name, type, dims, begin, end);
  }

  private static Extents dims(JsonObject object) {
    try {
      return Extents.of(object.array("shape").longs());
    } catch (IllegalArgumentException e) {
      throw object.error("shape", e.getMessage());
    }
  }

  private static long byteSize(JsonObject object, DType type, Extents dims) {
    try {
      return dims.bytes(type);
    } catch (ArithmeticException e) {
      throw object.error("shape", e.getMessage());
    }
  }

  /** Every byte of the data belongs to exactly one tensor. */
  private static void requireTiling(
      String file, List<Entry> entries, long dataStart, long dataBytes) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Entry::inFile);
    long covered = 0;
    for (Entry entry : sorted) {
      String name = "tensor " + Json.quote(entry.name());
      if (entry.end() > dataBytes) {
        throw new MalformedModelException(
            file,
            dataStart + dataBytes,
            "the file ends here, but "
                + name
                + " needs "
                + (entry.end() - dataBytes)
                + " bytes more: is the file truncated?");
      }
      if (entry.begin() != covered) {
        throw new MalformedModelException(
            file,
            dataStart + Math.min(covered, entry.begin()),
            entry.begin() < covered
                ? name + " overlaps the tensor before it"
                : "bytes before " + name + " belong to no tensor");
      }
      covered = entry.end();
    }
    if (covered != dataBytes) {
      throw new MalformedModelException(
          file,
          dataStart + covered,
          (dataBytes - covered) + " bytes after the last tensor belong to none");
    }
  }

  private static Map<String, String> metadata(JsonObject header) {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    if (header.has(METADATA)) {
      JsonObject object = header.object(METADATA);
      object.members().keySet().forEach(key -> texts.put(key, object.string(key)));
    }
    return texts;
  }
}
