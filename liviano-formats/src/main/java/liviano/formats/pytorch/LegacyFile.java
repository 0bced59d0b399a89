package liviano.formats.pytorch;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.formats.pytorch.StateDictUnpickler.Unpickled;
import liviano.tensor.LittleEndian;

/**
 * The form of PyTorch before 1.6: a mark, the version of the form, and the machine that wrote it,
 * each a pickle; then the pickle of the object, that of the keys of its storages, and the storages
 * in that order, each a count of 64 bits and its numbers.
 */
final class LegacyFile {
  private static final BigInteger MARK = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  /** Protocol, and the mark as a whole number of ten bytes. */
  private static final byte[] START = start();

  private LegacyFile() {}

  private static byte[] start() {
    byte[] mark = MARK.toByteArray();
    byte[] start = new byte[4 + mark.length];
    start[0] = (byte) 0x80;
    start[1] = 2;
    start[2] = (byte) 0x8a;
    start[3] = (byte) mark.length;
    for (int i = 0; i < mark.length; i++) {
      start[4 + i] = mark[mark.length - 1 - i];
    }
    return start;
  }

  /** Whether a file of these bytes starts as such do. */
  static boolean isLegacy(MemorySegment file) {
    return file.byteSize() >= START.length
        && file.asSlice(0, START.length).mismatch(MemorySegment.ofArray(START)) == -1;
  }

  /**
   * Reads one.
   *
   * @throws MalformedModelException if it is broken or cut
   * @throws liviano.UnsupportedModelException if it holds anything but a state dict
   */
  static StateDict read(MemorySegment file, Limits limits) {
    Unpickled mark = StateDictUnpickler.read(file, 0, limits);
    Unpickled version = StateDictUnpickler.read(file, mark.end(), limits);
    if (!(version.value() instanceof Number number) || number.longValue() != VERSION) {
      throw new MalformedModelException(
          "", mark.end(), "its form has version " + version.value() + ", known is " + VERSION);
    }
    Unpickled machine = StateDictUnpickler.read(file, version.end(), limits);
    if (machine.value() instanceof Map<?, ?> said
        && Boolean.FALSE.equals(said.get("little_endian"))) {
      throw ZipFile.bigEndian();
    }
    Unpickled object = StateDictUnpickler.read(file, machine.end(), limits);
    Unpickled keys = StateDictUnpickler.read(file, object.end(), limits);
    if (!(keys.value() instanceof List<?> list)) {
      throw new MalformedModelException("", object.end(), "it has no list of storages");
    }
    return StateDict.of(object.value(), storages(file, object, list, keys.end()), limits);
  }

  private static Map<String, MemorySegment> storages(
      MemorySegment file, Unpickled object, List<?> keys, long from) {
    Map<String, MemorySegment> numbers = new HashMap<>();
    long at = from;
    for (Object key : keys) {
      Storage storage = object.storages().get(String.valueOf(key));
      if (storage == null) {
        throw new MalformedModelException("", at, "a storage here belongs to no tensor");
      }
      long left = file.byteSize() - at - Long.BYTES;
      long count = left < 0 ? -1 : file.get(LittleEndian.LONG_UNALIGNED, at);
      if (count != storage.count() || count > left / storage.type().bytes()) {
        throw new MalformedModelException(
            "",
            at,
            String.format(
                Locale.ROOT,
                "a storage of %d numbers (%s) does not fit here: truncated?",
                storage.count(),
                storage.type()));
      }
      long bytes = count * storage.type().bytes();
      numbers.put(storage.key(), file.asSlice(at + Long.BYTES, bytes));
      at += Long.BYTES + bytes;
    }
    return numbers;
  }
}
