package liviano.harm;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The parts of a target in one run of bytes, as a fuzzer changes them: by their names, each with
 * its length in four bytes before it, but for the last, which takes what is left. So a target of
 * one part is the bytes of that part.
 */
final class Parts {
  private final List<String> names;

  Parts(Target target) {
    names = List.copyOf(new TreeSet<>(target.parts().keySet()));
  }

  byte[] joined(Map<String, byte[]> parts) {
    int bytes = (names.size() - 1) * Integer.BYTES;
    for (byte[] part : parts.values()) {
      bytes += part.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(bytes);
    for (String name : names.subList(0, names.size() - 1)) {
      joined.putInt(parts.get(name).length).put(parts.get(name));
    }
    return joined.put(parts.get(names.getLast())).array();
  }

  /** Of any bytes: a length that is too large takes what is left. */
  Map<String, byte[]> apart(byte[] joined) {
    ByteBuffer left = ByteBuffer.wrap(joined);
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (String name : new ArrayList<>(names)) {
      boolean last = name.equals(names.getLast());
      int asked = last || left.remaining() < Integer.BYTES ? left.remaining() : left.getInt();
      byte[] part = new byte[Math.clamp(asked, 0, left.remaining())];
      left.get(part);
      parts.put(name, part);
    }
    return parts;
  }
}
