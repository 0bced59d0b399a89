package liviano.formats.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes HDF5 files as h5py does by default: superblock 0, groups in symbol tables, texts of any
 * length in a heap of their own. For tests; sizes and places are 8 bytes.
 */
final class Hdf5Writer {
  private static final int SYMBOLS = 8;
  private static final int ENTRIES = 32;
  private static final int SUPERBLOCK = 96;
  private static final long NOWHERE = -1;

  /** What is written before the root is known follows the place of the superblock. */
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A group that is not written yet. */
  static final class Group {
    private final TreeMap<String, Group> groups = new TreeMap<>();
    private final TreeMap<String, Object> arrays = new TreeMap<>();
    private final List<Object[]> texts = new ArrayList<>();

    /** The group of that path, made where it is missing. */
    Group at(String path) {
      Group group = this;
      for (String part : path.split("/")) {
        group = group.groups.computeIfAbsent(part, _ -> new Group());
      }
      return group;
    }

    /** Leaves a group out. */
    void drop(String name) {
      groups.remove(name);
    }

    /** An array; its name may be a path. */
    Group array(String path, int[] dims, float... values) {
      return put(path, new Object[] {dims, values});
    }

    /** The same in so many bytes each: 2, 4 or 8. */
    Group arrayIn(int bytes, String path, int[] dims, float... values) {
      return put(path, new Object[] {dims, values, bytes});
    }

    /** The same in chunks, each of them shuffled and deflated, with a checksum after it. */
    Group chunked(String path, int[] dims, int[] chunk, float... values) {
      return put(path, new Object[] {dims, values, chunk});
    }

    private Group put(String path, Object[] array) {
      int end = path.lastIndexOf('/');
      (end < 0 ? this : at(path.substring(0, end))).arrays.put(path.substring(end + 1), array);
      return this;
    }

    /** Texts of one length. */
    Group fixed(String name, String... values) {
      texts.add(new Object[] {name, values, true, true});
      return this;
    }

    /** Texts of any length each. */
    Group free(String name, String... values) {
      texts.add(new Object[] {name, values, false, true});
      return this;
    }

    /** A single text of any length. */
    Group text(String name, String value) {
      texts.add(new Object[] {name, new String[] {value}, false, false});
      return this;
    }

    /** A single text of a fixed length. */
    Group fixedText(String name, String value) {
      texts.add(new Object[] {name, new String[] {value}, true, false});
      return this;
    }
  }

  private Hdf5Writer() {
    out.writeBytes(new byte[SUPERBLOCK]);
  }

  /** The file with that root. */
  static byte[] file(Group root) {
    Hdf5Writer writer = new Hdf5Writer();
    long header = writer.group(root);
    byte[] file = writer.out.toByteArray();
    ByteBuffer superblock = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    superblock.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
    superblock.put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0});
    superblock.putShort((short) (SYMBOLS / 2)).putShort((short) (ENTRIES / 2)).putInt(0);
    superblock.putLong(0).putLong(NOWHERE).putLong(file.length).putLong(NOWHERE);
    superblock.putLong(0).putLong(header);
    return file;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int padded(int bytes) {
    return Math.ceilDiv(bytes, 8) * 8;
  }

  /** Writes at the end; gives the place. */
  private long write(ByteBuffer bytes) {
    long at = out.size();
    out.writeBytes(bytes.array());
    out.writeBytes(new byte[padded(out.size()) - out.size()]);
    return at;
  }

  private long group(Group group) {
    TreeMap<String, Long> children = new TreeMap<>();
    group.groups.forEach((name, inner) -> children.put(name, group(inner)));
    group.arrays.forEach((name, array) -> children.put(name, array((Object[]) array)));
    List<ByteBuffer> messages = new ArrayList<>();
    messages.add(symbols(children));
    group.texts.forEach(
        text ->
            messages.add(
                attribute(
                    (String) text[0], (String[]) text[1], (boolean) text[2], (boolean) text[3])));
    return header(messages);
  }

  /** The tables that name a group's children: heap of names, lists of entries, tree over them. */
  private ByteBuffer symbols(TreeMap<String, Long> children) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.writeBytes(new byte[8]);
    List<Map.Entry<String, Long>> all = new ArrayList<>(children.entrySet());
    List<Long> lists = new ArrayList<>();
    List<Integer> keys = new ArrayList<>(List.of(0));
    for (int from = 0; from < all.size(); from += SYMBOLS) {
      List<Map.Entry<String, Long>> some = all.subList(from, Math.min(all.size(), from + SYMBOLS));
      ByteBuffer list = buffer(8 + SYMBOLS * 40);
      list.put("SNOD".getBytes(UTF_8)).put((byte) 1).put((byte) 0).putShort((short) some.size());
      for (Map.Entry<String, Long> child : some) {
        int name = names.size();
        byte[] text = child.getKey().getBytes(UTF_8);
        names.writeBytes(text);
        names.writeBytes(new byte[padded(text.length + 1) - text.length]);
        list.putLong(name).putLong(child.getValue()).putInt(0).putInt(0).putLong(0).putLong(0);
        if (child == some.getLast()) {
          keys.add(name);
        }
      }
      lists.add(write(list));
    }
    ByteBuffer data = ByteBuffer.wrap(names.toByteArray());
    long names1 = write(data);
    ByteBuffer heap = buffer(32);
    heap.put("HEAP".getBytes(UTF_8)).putInt(0).putLong(names.size()).putLong(1).putLong(names1);
    long heapAt = write(heap);
    long treeAt = write(tree(lists, keys));
    return message(0x11, buffer(16).putLong(treeAt).putLong(heapAt));
  }

  /** One level above the lists where these are too many for one node. */
  private ByteBuffer tree(List<Long> lists, List<Integer> keys) {
    if (lists.size() <= ENTRIES) {
      return node(0, lists, keys);
    }
    List<Long> nodes = new ArrayList<>();
    List<Integer> above = new ArrayList<>(List.of(0));
    for (int from = 0; from < lists.size(); from += ENTRIES) {
      int to = Math.min(lists.size(), from + ENTRIES);
      nodes.add(write(node(0, lists.subList(from, to), keys.subList(from, to + 1))));
      above.add(keys.get(to));
    }
    return node(1, nodes, above);
  }

  private static ByteBuffer node(int level, List<Long> children, List<Integer> keys) {
    ByteBuffer node = buffer(24 + 8 * (2 * ENTRIES + 1));
    node.put("TREE".getBytes(UTF_8)).put((byte) 0).put((byte) level);
    node.putShort((short) children.size()).putLong(NOWHERE).putLong(NOWHERE);
    for (int i = 0; i < children.size(); i++) {
      node.putLong(keys.get(i)).putLong(children.get(i));
    }
    return node.putLong(keys.get(children.size()));
  }

  private long array(Object[] array) {
    int[] dims = (int[]) array[0];
    float[] values = (float[]) array[1];
    if (array.length > 2 && array[2] instanceof int[] chunk) {
      Hdf5ChunkWriter chunks = new Hdf5ChunkWriter(dims, chunk, values);
      long tree = write(chunks.tree(this::write));
      return header(
          List.of(
              message(0x01, space(dims)),
              message(0x03, real(4)),
              message(0x08, chunks.layout(tree)),
              message(0x0B, chunks.filters())));
    }
    int bytes = array.length > 2 ? (int) array[2] : 4;
    ByteBuffer data = buffer(values.length * bytes);
    for (float value : values) {
      switch (bytes) {
        case 2 -> data.putShort(Float.floatToFloat16(value));
        case 4 -> data.putFloat(value);
        default -> data.putDouble(value);
      }
    }
    long at = write(data);
    ByteBuffer layout = buffer(24).put((byte) 3).put((byte) 1).putLong(at).putLong(data.capacity());
    return header(
        List.of(message(0x01, space(dims)), message(0x03, real(bytes)), message(0x08, layout)));
  }

  private static ByteBuffer space(int[] dims) {
    ByteBuffer space = buffer(8 + 8 * dims.length).put((byte) 1).put((byte) dims.length);
    space.position(8);
    for (int extent : dims) {
      space.putLong(extent);
    }
    return space;
  }

  /** A float of IEEE 754. */
  private static ByteBuffer real(int bytes) {
    int exponent = bytes == 2 ? 5 : bytes == 4 ? 8 : 11;
    int mantissa = bytes * 8 - 1 - exponent;
    return buffer(24)
        .put((byte) 0x11)
        .put((byte) 0x20)
        .put((byte) (bytes * 8 - 1))
        .put((byte) 0)
        .putInt(bytes)
        .putShort((short) 0)
        .putShort((short) (bytes * 8))
        .put((byte) mantissa)
        .put((byte) exponent)
        .put((byte) 0)
        .put((byte) mantissa)
        .putInt((1 << exponent - 1) - 1);
  }

  private ByteBuffer attribute(String name, String[] values, boolean fixed, boolean list) {
    int longest = 1;
    for (String value : values) {
      longest = Math.max(longest, value.getBytes(UTF_8).length);
    }
    ByteBuffer type =
        fixed
            ? buffer(8).put((byte) 0x13).put(new byte[] {1, 0, 0}).putInt(longest)
            : buffer(16)
                .put((byte) 0x19)
                .put(new byte[] {1, 1, 0})
                .putInt(16)
                .put((byte) 0x13)
                .put(new byte[3])
                .putInt(1);
    ByteBuffer space = space(list ? new int[] {values.length} : new int[0]);
    ByteBuffer data = fixed ? fixedTexts(values, longest) : freeTexts(values);
    byte[] called = name.getBytes(UTF_8);
    ByteBuffer message =
        buffer(
            8
                + padded(called.length + 1)
                + padded(type.capacity())
                + padded(space.capacity())
                + data.capacity());
    message.put((byte) 1).put((byte) 0).putShort((short) (called.length + 1));
    message.putShort((short) type.capacity()).putShort((short) space.capacity());
    message.put(called);
    message.position(8 + padded(called.length + 1));
    message.put(type.array());
    message.put(space.array());
    message.put(data.array());
    return message(0x0C, message);
  }

  private static ByteBuffer fixedTexts(String[] values, int length) {
    ByteBuffer data = buffer(values.length * length);
    for (int i = 0; i < values.length; i++) {
      data.position(i * length);
      data.put(values[i].getBytes(UTF_8));
    }
    return data;
  }

  /** All texts in one heap. */
  private ByteBuffer freeTexts(String[] values) {
    int size = 16 + 16;
    for (String value : values) {
      size += 16 + padded(value.getBytes(UTF_8).length);
    }
    ByteBuffer heap = buffer(size).put("GCOL".getBytes(UTF_8)).put((byte) 1);
    heap.position(8);
    heap.putLong(size);
    long at = padded(out.size());
    ByteBuffer data = buffer(16 * values.length);
    for (int i = 0; i < values.length; i++) {
      byte[] text = values[i].getBytes(UTF_8);
      heap.putShort((short) (i + 1)).putShort((short) 1).putInt(0).putLong(text.length);
      heap.put(text).position(padded(heap.position()));
      data.putInt(text.length).putLong(at).putInt(i + 1);
    }
    heap.putLong(0).putLong(size - heap.position() + 8);
    write(heap);
    return data;
  }

  private static ByteBuffer message(int type, ByteBuffer data) {
    int size = padded(data.capacity());
    ByteBuffer message = buffer(8 + size).putShort((short) type).putShort((short) size);
    message.position(8);
    return message.put(data.array());
  }

  private long header(List<ByteBuffer> messages) {
    int size = messages.stream().mapToInt(ByteBuffer::capacity).sum();
    ByteBuffer header = buffer(16 + size).put((byte) 1).put((byte) 0);
    header.putShort((short) messages.size()).putInt(1).putInt(size).putInt(0);
    messages.forEach(message -> header.put(message.array()));
    return write(header);
  }
}
