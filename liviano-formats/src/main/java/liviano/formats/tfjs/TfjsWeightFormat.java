package liviano.formats.tfjs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import liviano.MalformedModelException;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.NativeMemory;

/**
 * How a shard holds a constant: as it is, as floats of 16 bits, or as integers of 8 or 16 bits of
 * which each stands for {@code scale * x + min}.
 *
 * @param type of the constant; that of one in floats of 16 bits, too
 * @param stored in the shard
 */
record TfjsWeightFormat(DType type, DType stored, double scale, double min) {

  /**
   * What an entry of the manifest says.
   *
   * @throws MalformedModelException if a constant of its type is not read
   */
  static TfjsWeightFormat of(JsonObject entry) {
    DType type = type(entry);
    if (!entry.has("quantization")) {
      return new TfjsWeightFormat(type, type, 1, 0);
    }
    JsonObject quantization = entry.object("quantization");
    String stored = quantization.string("dtype");
    boolean affine = stored.equals("uint8") || stored.equals("uint16");
    if (type == DType.BOOL || !affine && !(stored.equals("float16") && type == DType.F32)) {
      throw TfjsShards.error(
          entry.string("name"),
          String.format(
              Locale.ROOT,
              "%s as %s is none of float32 and int32 as uint8 and uint16, float32 as float16",
              Json.quote(entry.string("dtype")),
              Json.quote(stored)));
    }
    if (!affine) {
      return new TfjsWeightFormat(DType.F16, DType.F16, 1, 0);
    }
    double scale = quantization.number("scale");
    double min = quantization.number("min");
    return new TfjsWeightFormat(type, stored.equals("uint8") ? DType.U8 : DType.U16, scale, min);
  }

  private static DType type(JsonObject entry) {
    return switch (entry.string("dtype")) {
      case "float32" -> DType.F32;
      case "int32" -> DType.I32;
      case "bool" -> DType.BOOL;
      default ->
          throw TfjsShards.error(
              entry.string("name"),
              String.format(
                  Locale.ROOT,
                  "its type %s is none of float32, int32, bool",
                  Json.quote(entry.string("dtype"))));
    };
  }

  /** The constant's bytes of what the shard holds; the very same where nothing is to be done. */
  MemorySegment restored(MemorySegment shard) {
    if (stored == type) {
      return aligned(shard);
    }
    long count = shard.byteSize() / stored.bytes();
    MemorySegment restored = NativeMemory.allocate(count * type.bytes());
    for (long i = 0; i < count; i++) {
      int step =
          stored == DType.U8
              ? shard.get(ValueLayout.JAVA_BYTE, i) & 0xFF
              : shard.get(LittleEndian.SHORT_UNALIGNED, i * Short.BYTES) & 0xFFFF;
      double value = step * scale + min;
      if (type == DType.I32) {
        restored.set(LittleEndian.INT, i * Integer.BYTES, (int) Math.rint(value));
      } else {
        restored.set(LittleEndian.FLOAT, i * Float.BYTES, (float) value);
      }
    }
    return restored.asReadOnly();
  }

  /** After constants of single bytes the others may lie anywhere. */
  private MemorySegment aligned(MemorySegment shard) {
    if (shard.address() % type.bytes() == 0) {
      return shard;
    }
    MemorySegment moved = NativeMemory.allocate(shard.byteSize());
    return moved.copyFrom(shard).asReadOnly();
  }
}
