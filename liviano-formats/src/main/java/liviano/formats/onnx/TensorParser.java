package liviano.formats.onnx;

import com.google.protobuf.WireFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import liviano.MalformedModelException;
import liviano.formats.Allowance;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.LayerNames;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.tensor.NativeMemory;
import liviano.tensor.Shape;

/**
 * Tensors in the file or beside it.
 *
 * @param external reads what lies beside it
 */
record TensorParser(ExternalData external) {
  private static final int EXTERNAL = 1;

  /** A tensor of any name. */
  ForeignConstant parse(MemorySegment message, Allowance allowance) {
    WireMessage tensor = WireMessage.of(message, allowance);
    String name = "'" + LayerNames.shortened(tensor.text(Fields.Tensor.NAME)) + "'";
    DType type = ElementType.of(tensor.number(Fields.Tensor.DATA_TYPE, 0), "tensor " + name);
    List<Integer> dims = dims(tensor, name);
    long bytes = bytes(dims, type, name);
    List<MemorySegment> raw = tensor.all(Fields.Tensor.RAW_DATA);
    if (tensor.number(OnnxFields.Tensor.DATA_LOCATION, 0) == EXTERNAL) {
      Supplier<MemorySegment> data =
          external.data(name, tensor.messages(OnnxFields.Tensor.EXTERNAL_DATA), bytes);
      return new ForeignConstant(type, dims, data);
    }
    if (!raw.isEmpty()) {
      require(name, raw.getLast().byteSize(), bytes);
      return new ForeignConstant(type, dims, raw::getLast);
    }
    MemorySegment typed = typed(tensor, type, name, bytes);
    return new ForeignConstant(type, dims, () -> typed);
  }

  private static List<Integer> dims(WireMessage tensor, String name) {
    List<Integer> dims = new ArrayList<>();
    for (long extent : tensor.numbers(Fields.Tensor.DIMS)) {
      if (extent < 0 || extent > Shape.MAX_ELEMENTS || dims.size() == Extents.MAX_RANK) {
        throw new MalformedModelException(
            "tensor "
                + name
                + " has an extent of "
                + extent
                + " or more than "
                + Extents.MAX_RANK
                + " of them");
      }
      dims.add((int) extent);
    }
    return dims;
  }

  private static long bytes(List<Integer> dims, DType type, String name) {
    try {
      return Extents.of(dims.stream().mapToLong(Integer::longValue).toArray()).bytes(type);
    } catch (ArithmeticException e) {
      throw new MalformedModelException("tensor " + name + ": " + e.getMessage());
    }
  }

  private static void require(String name, long found, long wanted) {
    if (found != wanted) {
      throw new MalformedModelException(
          "tensor " + name + " takes " + wanted + " bytes, but there are " + found);
    }
  }

  /** Numbers in a field of their kind: small ones each as an integer of 32 bits. */
  private static MemorySegment typed(WireMessage tensor, DType type, String name, long bytes) {
    int field =
        switch (type) {
          case F32 -> OnnxFields.Tensor.FLOAT_DATA;
          case F64 -> OnnxFields.Tensor.DOUBLE_DATA;
          case I64 -> OnnxFields.Tensor.INT64_DATA;
          case U64, U32 -> OnnxFields.Tensor.UINT64_DATA;
          default -> OnnxFields.Tensor.INT32_DATA;
        };
    if (type == DType.F32 || type == DType.F64) {
      return fixed(tensor, field, type, name, bytes);
    }
    List<Long> numbers = tensor.numbers(field);
    require(name, (long) numbers.size() * type.bytes(), bytes);
    MemorySegment data = NativeMemory.allocate(bytes);
    for (int i = 0; i < numbers.size(); i++) {
      long number = numbers.get(i);
      switch (type.bytes()) {
        case 1 -> data.set(ValueLayout.JAVA_BYTE, i, (byte) number);
        case 2 -> data.set(LittleEndian.SHORT_UNALIGNED, 2L * i, (short) number);
        case 4 -> data.set(LittleEndian.INT_UNALIGNED, 4L * i, (int) number);
        default -> data.set(LittleEndian.LONG_UNALIGNED, 8L * i, number);
      }
    }
    return data;
  }

  /** Packed numbers as they lie, and others one after the other. */
  private static MemorySegment fixed(
      WireMessage tensor, int field, DType type, String name, long bytes) {
    List<WireMessage.Field> parts =
        tensor.fields().stream().filter(part -> part.id() == field).toList();
    Optional<MemorySegment> whole =
        parts.size() == 1 && parts.getFirst().wireType() == WireFormat.WIRETYPE_LENGTH_DELIMITED
            ? Optional.of(parts.getFirst().bytes())
            : Optional.empty();
    if (whole.isPresent()) {
      require(name, whole.get().byteSize(), bytes);
      return whole.get();
    }
    long found = 0;
    for (WireMessage.Field part : parts) {
      boolean packed = part.wireType() == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      found += packed ? part.bytes().byteSize() : type.bytes();
    }
    require(name, found, bytes);
    MemorySegment data = NativeMemory.allocate(bytes);
    long at = 0;
    for (WireMessage.Field part : parts) {
      if (part.wireType() == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        MemorySegment.copy(part.bytes(), 0, data, at, part.bytes().byteSize());
        at += part.bytes().byteSize();
      } else if (type == DType.F32) {
        data.set(LittleEndian.INT_UNALIGNED, at, (int) part.number());
        at += Float.BYTES;
      } else {
        data.set(LittleEndian.LONG_UNALIGNED, at, part.number());
        at += Double.BYTES;
      }
    }
    return data;
  }
}
