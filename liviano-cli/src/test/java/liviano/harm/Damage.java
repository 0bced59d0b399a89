package liviano.harm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Damages one of several files: first each is cut off at every length, then bytes are changed,
 * removed and repeated at random. A number always stands for the same damage.
 */
final class Damage {
  private static final int CORRUPTIONS = 10_000;

  /** Of a longer file only as many beginnings are read, at equal distances. */
  private static final int MOST_BEGINNINGS = 4096;

  /** What readers may compute with, in bytes of either order. */
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    255,
    256,
    1 << 15,
    1 << 16,
    1 << 24,
    1 << 30,
    1L << 31,
    1L << 32,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 62,
    -2
  };

  /** What stands in texts for numbers. */
  private static final List<String> TEXTS =
      List.of(
          "0",
          "-1",
          "1",
          "65536",
          "2147483647",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "99999999999999999999",
          "1e308",
          "1e999",
          "-0.5",
          "0.1",
          "null",
          "[]",
          "{}",
          "\"\"");

  private final Map<String, byte[]> whole;
  private final Map<String, Integer> beginnings = new LinkedHashMap<>();
  private final int truncations;

  Damage(Map<String, byte[]> files) {
    this.whole = new TreeMap<>(files);
    whole.forEach((name, bytes) -> beginnings.put(name, bytes.length / step(bytes)));
    this.truncations = beginnings.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static int step(byte[] bytes) {
    return Math.max(1, Math.ceilDiv(bytes.length, MOST_BEGINNINGS));
  }

  /** How many ways there are. */
  int cases() {
    return truncations + CORRUPTIONS;
  }

  /** All files, one of them damaged in the way of that number. */
  Map<String, byte[]> files(int number) {
    Map<String, byte[]> files = new TreeMap<>(whole);
    if (number < truncations) {
      cut(files, number);
    } else {
      RandomGenerator random = new SplittableRandom(number);
      String name = List.copyOf(whole.keySet()).get(random.nextInt(whole.size()));
      files.compute(name, (_, bytes) -> corrupted(bytes, random));
    }
    return files;
  }

  private void cut(Map<String, byte[]> files, int number) {
    int left = number;
    for (Map.Entry<String, Integer> file : beginnings.entrySet()) {
      if (left < file.getValue()) {
        byte[] bytes = whole.get(file.getKey());
        files.put(file.getKey(), Arrays.copyOf(bytes, left * step(bytes)));
        return;
      }
      left -= file.getValue();
    }
  }

  private static byte[] corrupted(byte[] whole, RandomGenerator random) {
    byte[] bytes = whole.clone();
    for (int changes = random.nextInt(1, 5); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(8)) {
            case 0, 1 -> with(bytes, at, (byte) random.nextInt());
            case 2 -> with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 3 -> number(bytes, at, random);
            case 4, 5 -> text(bytes, at, random);
            case 6 -> moved(bytes, at, random);
            default -> copied(bytes, at, random);
          };
    }
    return bytes;
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  /** Another number of 2, 4 or 8 bytes, or those of them that the file has. */
  private static byte[] number(byte[] bytes, int at, RandomGenerator random) {
    int width = 2 << random.nextInt(3);
    long value = NUMBERS[random.nextInt(NUMBERS.length)];
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    number.putLong(0, value);
    boolean reversed = random.nextBoolean();
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = number.get(reversed ? width - 1 - i : i);
    }
    return bytes;
  }

  /** Another number in place of the next digits; without digits, behind the place. */
  private static byte[] text(byte[] bytes, int at, RandomGenerator random) {
    int from = at;
    while (from < bytes.length && !isDigit(bytes[from])) {
      from++;
    }
    from = from == bytes.length ? at : from;
    int to = from;
    while (to < bytes.length && isDigit(bytes[to])) {
      to++;
    }
    byte[] text = TEXTS.get(random.nextInt(TEXTS.size())).getBytes();
    return spliced(bytes, from, to, text);
  }

  private static boolean isDigit(byte letter) {
    return letter >= '0' && letter <= '9';
  }

  /** Some bytes less, or some of them twice. */
  private static byte[] moved(byte[] bytes, int at, RandomGenerator random) {
    int to = Math.min(bytes.length, at + random.nextInt(1, 65));
    byte[] part = Arrays.copyOfRange(bytes, at, to);
    return random.nextBoolean()
        ? spliced(bytes, at, to, new byte[0])
        : spliced(bytes, at, at, part);
  }

  /** Some bytes over others. */
  private static byte[] copied(byte[] bytes, int at, RandomGenerator random) {
    int target = random.nextInt(bytes.length);
    int length =
        Math.min(random.nextInt(1, 65), Math.min(bytes.length - at, bytes.length - target));
    System.arraycopy(bytes.clone(), at, bytes, target, length);
    return bytes;
  }

  /** The bytes with others in place of a part. */
  private static byte[] spliced(byte[] bytes, int from, int to, byte[] part) {
    ByteBuffer spliced = ByteBuffer.allocate(bytes.length - (to - from) + part.length);
    return spliced.put(bytes, 0, from).put(part).put(bytes, to, bytes.length - to).array();
  }
}
