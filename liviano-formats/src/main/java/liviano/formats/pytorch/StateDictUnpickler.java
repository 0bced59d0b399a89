package liviano.formats.pytorch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.LayerNames;
import liviano.tensor.DType;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.InvalidOpcodeException;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Builds what the pickle of a state dict describes, and nothing else. The library's own unpickler
 * makes objects of classes that the file names, and calls methods of theirs; here every instruction
 * is either one of {@link #PLAIN}, which make numbers, tuples and lists, or done in this class.
 * Names stand for what {@link Globals} has; any other name ends the reading.
 *
 * <p>Dictionaries are {@link LinkedHashMap}s with texts and numbers as keys, lists {@link
 * ArrayList}s, tuples arrays.
 */
final class StateDictUnpickler extends Unpickler {
  /** What the library does with these takes no more memory than the file's own bytes call for. */
  private static final List<Short> PLAIN =
      List.of(
          Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.STOP,
          Opcodes.MARK,
          Opcodes.POP,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.INT,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.TUPLE,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.LIST,
          Opcodes.EMPTY_LIST,
          Opcodes.APPEND,
          Opcodes.GET,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.PUT,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.BINPERSID);

  /** The rest: other classes' objects and their methods, sets, and texts of unknown length. */
  private static final List<Short> REFUSED =
      List.of(
          Opcodes.POP_MARK,
          Opcodes.DUP,
          Opcodes.FLOAT,
          Opcodes.LONG,
          Opcodes.LONG4,
          Opcodes.STRING,
          Opcodes.UNICODE,
          Opcodes.PERSID,
          Opcodes.INST,
          Opcodes.OBJ,
          Opcodes.NEWOBJ_EX,
          Opcodes.EXT1,
          Opcodes.EXT2,
          Opcodes.EXT4,
          Opcodes.EMPTY_SET,
          Opcodes.ADDITEMS,
          Opcodes.FROZENSET,
          Opcodes.BYTEARRAY8,
          Opcodes.NEXT_BUFFER,
          Opcodes.READONLY_BUFFER);

  private final PickleInput bytes;
  private final Limits limits;
  private final Map<String, Storage> storages = new HashMap<>();
  private int steps;

  private StateDictUnpickler(PickleInput bytes, Limits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /**
   * What a pickle describes.
   *
   * @param value a dictionary, list, tuple, tensor, text or number
   * @param storages those that its tensors are views of, by their keys
   * @param end byte after the pickle
   */
  record Unpickled(Object value, Map<String, Storage> storages, long end) {}

  /**
   * Reads one pickle.
   *
   * @param from its first byte
   * @throws MalformedModelException if it is broken
   * @throws UnsupportedModelException if it names what no state dict needs, or is very large
   */
  static Unpickled read(MemorySegment file, long from, Limits limits) {
    PickleInput input = new PickleInput(file, from, limits);
    StateDictUnpickler unpickler = new StateDictUnpickler(input, limits);
    try {
      Object value = unpickler.load(input);
      return new Unpickled(value, Map.copyOf(unpickler.storages), input.position());
    } catch (LivianoException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new MalformedModelException(
          "", input.position(), "its pickle is broken before this byte", e);
    }
  }

  @Override
  protected Object dispatch(short key) throws PickleException, IOException {
    steps++;
    limits.require(Limit.PICKLE_STEPS, steps, "its pickle");
    switch (key) {
      case Opcodes.GLOBAL ->
          stack.add(global(PickleUtils.readline(bytes), PickleUtils.readline(bytes)));
      case Opcodes.STACK_GLOBAL -> {
        String name = (String) stack.pop();
        stack.add(global((String) stack.pop(), name));
      }
      case Opcodes.REDUCE, Opcodes.NEWOBJ -> {
        Object[] arguments = (Object[]) stack.pop();
        stack.add(((IObjectConstructor) stack.pop()).construct(arguments));
      }
      case Opcodes.BUILD -> build();
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.DICT -> stack.add(filled(new LinkedHashMap<>(), stack.pop_all_since_marker()));
      case Opcodes.SETITEMS -> {
        List<Object> items = stack.pop_all_since_marker();
        filled(dictionary(), items);
      }
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        Object name = stack.pop();
        put(dictionary(), name, value);
      }
      case Opcodes.APPENDS -> {
        List<Object> items = stack.pop_all_since_marker();
        list().addAll(items);
      }
      case Opcodes.BINUNICODE, Opcodes.BINUNICODE8, Opcodes.SHORT_BINUNICODE ->
          stack.add(new String(bytes.take(length(key)), UTF_8));
      case Opcodes.BINSTRING, Opcodes.SHORT_BINSTRING ->
          stack.add(new String(bytes.take(length(key)), ISO_8859_1));
      case Opcodes.BINBYTES, Opcodes.SHORT_BINBYTES, Opcodes.BINBYTES8 ->
          stack.add(bytes.take(length(key)));
      default -> {
        requirePlain(key);
        return super.dispatch(key);
      }
    }
    return NO_RETURN_VALUE;
  }

  private void requirePlain(short key) {
    if (REFUSED.contains(key)) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "its pickle has instruction 0x%02x at byte %d, which no state dict needs",
              key,
              bytes.position() - 1));
    }
    if (!PLAIN.contains(key)) {
      throw new InvalidOpcodeException("instruction " + key);
    }
  }

  /** What a name stands for. */
  private static Object global(String module, String name) {
    String full = module + "." + name;
    return Globals.find(full)
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    "its pickle names '"
                        + LayerNames.shortened(full)
                        + "', and only tensors, numbers and texts are read: of a module save what"
                        + " it has learned with torch.save(model.state_dict(), FILE), or export it"
                        + " to ONNX"));
  }

  /** What sets attributes of an object: those of a dictionary or tensor say nothing of weights. */
  private void build() {
    stack.pop();
    if (!(stack.peek() instanceof Map<?, ?> || stack.peek() instanceof TensorView)) {
      throw new UnsupportedModelException(
          "its pickle sets attributes of what is no dictionary and no tensor");
    }
  }

  @SuppressWarnings("unchecked")
  private Map<Object, Object> dictionary() {
    return (Map<Object, Object>) stack.peek();
  }

  @SuppressWarnings("unchecked")
  private List<Object> list() {
    return (List<Object>) stack.peek();
  }

  private static Map<Object, Object> filled(Map<Object, Object> dictionary, List<Object> items) {
    for (int i = 0; i < items.size(); i += 2) {
      put(dictionary, items.get(i), items.get(i + 1));
    }
    return dictionary;
  }

  /** Texts and numbers alone are keys: the hash of a list may have no end. */
  static void put(Map<Object, Object> dictionary, Object key, Object value) {
    if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
      throw new UnsupportedModelException(
          "its pickle has a dictionary whose keys are neither texts nor numbers");
    }
    dictionary.put(key, value);
  }

  /** The length of the text that an instruction brings. */
  private long length(short key) {
    return switch (key) {
      case Opcodes.SHORT_BINUNICODE, Opcodes.SHORT_BINSTRING, Opcodes.SHORT_BINBYTES ->
          bytes.integer(1);
      case Opcodes.BINUNICODE8, Opcodes.BINBYTES8 -> bytes.integer(Long.BYTES);
      default -> bytes.integer(Integer.BYTES);
    };
  }

  /** A storage, which is never in the pickle itself: its kind, format, key, device and length. */
  @Override
  protected Object persistentLoad(Object pid) {
    if (pid instanceof Object[] parts
        && parts.length >= 5
        && "storage".equals(parts[0])
        && parts[1] instanceof Globals.Format(DType type)
        && parts[4] instanceof Number count
        && (parts.length == 5 || parts[5] == null)) {
      Storage storage = new Storage(String.valueOf(parts[2]), type, count.longValue());
      Storage before = storages.putIfAbsent(storage.key(), storage);
      if (before == null || before.equals(storage)) {
        return storage;
      }
    }
    throw new MalformedModelException("its pickle refers to what is no storage of numbers");
  }
}
