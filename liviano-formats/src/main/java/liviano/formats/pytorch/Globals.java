package liviano.formats.pytorch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import net.razorvine.pickle.IObjectConstructor;

/**
 * What the pickle of a state dict may name. The list is fixed: no class is ever looked up by a name
 * that stands in the file.
 */
final class Globals {
  /** The format of a storage's numbers, or of a tensor's. */
  record Format(DType type) {}

  /** Something that no number depends on: a device, a layout in memory. */
  private record Mark() {}

  private static final Map<String, Object> ALL = all();

  private Globals() {}

  /** What a name stands for: an {@link IObjectConstructor}, or a value; empty if not allowed. */
  static Optional<Object> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  private static Map<String, Object> all() {
    Map<String, Object> all = new HashMap<>();
    constructor(all, "collections.OrderedDict", Globals::dictionary);
    constructor(all, "collections.Counter", Globals::dictionary);
    constructor(all, "torch._utils._rebuild_tensor", args -> tensor(args, 4));
    constructor(all, "torch._utils._rebuild_tensor_v2", args -> tensor(args, 6));
    constructor(all, "torch._utils._rebuild_parameter", Globals::parameter);
    constructor(all, "torch._utils._rebuild_parameter_with_state", Globals::parameter);
    constructor(all, "torch.Size", args -> args.length == 0 ? new Object[0] : args[0]);
    constructor(all, "torch.device", _ -> new Mark());
    constructor(all, "torch.serialization._get_layout", _ -> new Mark());
    for (String mark :
        List.of("contiguous_format", "channels_last", "preserve_format", "strided")) {
      all.put("torch." + mark, new Mark());
    }
    format(all, DType.F64, "Double", "float64", "double");
    format(all, DType.F32, "Float", "float32", "float");
    format(all, DType.F16, "Half", "float16", "half");
    format(all, DType.BF16, "BFloat16", "bfloat16");
    format(all, DType.I64, "Long", "int64", "long");
    format(all, DType.I32, "Int", "int32", "int");
    format(all, DType.I16, "Short", "int16", "short");
    format(all, DType.I8, "Char", "int8");
    format(all, DType.U8, "Byte", "uint8");
    format(all, DType.BOOL, "Bool", "bool");
    return Map.copyOf(all);
  }

  private static void constructor(
      Map<String, Object> all, String name, IObjectConstructor constructor) {
    all.put(name, constructor);
  }

  private static void format(
      Map<String, Object> all, DType type, String storage, String... dtypes) {
    all.put("torch." + storage + "Storage", new Format(type));
    all.put("torch.cuda." + storage + "Storage", new Format(type));
    for (String dtype : dtypes) {
      all.put("torch." + dtype, new Format(type));
    }
  }

  /** Empty, or of a list of pairs, as Python before 3 has it, or of another dictionary. */
  private static Object dictionary(Object[] args) {
    Map<Object, Object> dictionary = new LinkedHashMap<>();
    if (args.length == 0) {
      return dictionary;
    }
    switch (args[0]) {
      case Map<?, ?> other -> dictionary.putAll(other);
      case List<?> pairs -> {
        for (Object pair : pairs) {
          List<Object> two = items(pair);
          StateDictUnpickler.put(dictionary, two.get(0), two.get(1));
        }
      }
      default -> throw new MalformedModelException("a dictionary is made of something else");
    }
    return dictionary;
  }

  private static Object parameter(Object[] args) {
    return args[0];
  }

  /** Storage, offset, size, strides; what follows is of training. */
  private static Object tensor(Object[] args, int least) {
    if (args.length >= least
        && args[0] instanceof Storage storage
        && args[1] instanceof Number offset) {
      return new TensorView(
          storage, offset.longValue(), new Extents(longs(args[2])), longs(args[3]));
    }
    throw new MalformedModelException("a tensor is made of something else than a storage");
  }

  private static List<Long> longs(Object tuple) {
    List<Long> longs = new ArrayList<>();
    for (Object item : items(tuple)) {
      if (!(item instanceof Number number)) {
        throw new MalformedModelException("an extent of a tensor is no number");
      }
      longs.add(number.longValue());
    }
    return longs;
  }

  private static List<Object> items(Object tuple) {
    return switch (tuple) {
      case Object[] array -> List.of(array);
      case List<?> list -> List.copyOf(list);
      case null, default -> throw new MalformedModelException("a tuple is something else");
    };
  }
}
