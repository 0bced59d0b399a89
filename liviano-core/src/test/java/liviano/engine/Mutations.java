package liviano.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes of a model file: of bytes wherever they are, and of what its header says. */
final class Mutations {
  /** Numbers of the header's own JSON and of the graph within it. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?");

  /** Texts of the graph, whose quotes are escaped within a header, and of the header. */
  private static final Pattern TEXT = Pattern.compile("\\\\?\"([^\"\\\\]*)\\\\?\"");

  /** What may come twice, or not at all: a member with a simple value, or a whole node. */
  private static final Pattern MEMBER = Pattern.compile("\\\\?\"\\w+\\\\?\":[^,\\[{}\\]]+,");

  private static final Pattern NODE =
      Pattern.compile("\\{\\\\?\"name\\\\?\":[^{}]*(?:\\{[^{}]*\\}[^{}]*)?\\},");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "4",
          "7",
          "8",
          "15",
          "16",
          "17",
          "31",
          "64",
          "255",
          "1000",
          "-1",
          "32767",
          "32768",
          "65535",
          "65536",
          "65537",
          "1073741823",
          "1073741824",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967296",
          "9223372036854775807",
          "1e300",
          "0.5",
          "1e-30",
          "99999999999999999999",
          "-0.0");

  private static final List<String> WORDS =
      List.of(
          "conv2d",
          "depthwise_conv2d",
          "dense",
          "batch_norm",
          "relu",
          "relu6",
          "softmax",
          "prelu",
          "transposed_conv2d",
          "mean",
          "resize_nearest",
          "resize_bilinear",
          "add",
          "concat",
          "average_pool",
          "max_pool",
          "global_average_pool",
          "l2_normalize",
          "scale",
          "sigmoid",
          "f32",
          "bf16",
          "i8",
          "u8",
          "i32",
          "F32",
          "BF16",
          "F16",
          "I8",
          "I64",
          "F64",
          "same",
          "darknet",
          "block_major",
          "half_pixel",
          "legacy",
          "pytorch_half_pixel",
          "round_prefer_ceil",
          "align_corners",
          "image0",
          "out",
          "",
          "\\u0000",
          "layer1");

  private static final float[] FLOATS = {
    Float.MAX_VALUE, -Float.MAX_VALUE, 1e38f, -1e30f, 1e-40f, Float.MIN_VALUE, 0f, -0f, 1e20f
  };

  private final Random random;

  private Mutations(Random random) {
    this.random = random;
  }

  /** The file with one to a few changes. */
  static byte[] of(byte[] file, Random random) {
    Mutations mutations = new Mutations(random);
    byte[] changed = file;
    int times = random.nextInt(3) > 0 ? 1 : random.nextInt(1, 5);
    for (int i = 0; i < times; i++) {
      changed = mutations.change(changed);
    }
    return changed;
  }

  /** The text of a graph with one to three changes. */
  static String of(String graph, Random random) {
    Mutations mutations = new Mutations(random);
    String changed = graph;
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      changed =
          switch (random.nextInt(8)) {
            case 0 -> mutations.words(changed);
            case 1 -> mutations.twice(changed, NODE);
            case 2 -> mutations.without(changed, NODE);
            default -> mutations.numbers(changed);
          };
    }
    return changed;
  }

  private byte[] change(byte[] file) {
    int header = header(file);
    if (header < 0) {
      return file;
    }
    return switch (random.nextInt(14)) {
      case 0 -> bytes(file, Long.BYTES, Long.BYTES + header);
      case 1 -> bytes(file, 0, file.length);
      case 2 -> Arrays.copyOf(file, random.nextInt(file.length + 1));
      case 3, 4 -> weights(file, Long.BYTES + header);
      case 5, 6 -> withHeader(file, header, words(text(file, header)));
      case 7 -> withHeader(file, header, without(text(file, header), MEMBER));
      case 8 -> withHeader(file, header, twice(text(file, header), NODE));
      case 9 -> withHeader(file, header, without(text(file, header), NODE));
      default -> withHeader(file, header, numbers(text(file, header)));
    };
  }

  /** Bytes of the header, or -1 if there is none. */
  private static int header(byte[] file) {
    if (file.length < Long.BYTES) {
      return -1;
    }
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length >= 0 && length <= file.length - Long.BYTES ? (int) length : -1;
  }

  private static String text(byte[] file, int header) {
    return new String(file, Long.BYTES, header, UTF_8);
  }

  private static byte[] withHeader(byte[] file, int header, String text) {
    byte[] changed = text.getBytes(UTF_8);
    int data = file.length - Long.BYTES - header;
    return ByteBuffer.allocate(Long.BYTES + changed.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(changed.length)
        .put(changed)
        .put(file, Long.BYTES + header, data)
        .array();
  }

  private byte[] bytes(byte[] file, int from, int to) {
    byte[] changed = file.clone();
    for (int i = random.nextInt(1, 4); i > 0 && to > from; i--) {
      int at = random.nextInt(from, to);
      changed[at] =
          random.nextBoolean()
              ? (byte) random.nextInt()
              : (byte) (changed[at] ^ 1 << random.nextInt(8));
    }
    return changed;
  }

  /** Numbers at the limits of a float, some of them or all. */
  private byte[] weights(byte[] file, int from) {
    byte[] changed = file.clone();
    ByteBuffer data = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    int numbers = (file.length - from) / Float.BYTES;
    for (int i = random.nextBoolean() ? numbers : Math.min(numbers, 3); i > 0; i--) {
      float value = FLOATS[random.nextInt(FLOATS.length)];
      data.putFloat(from + random.nextInt(numbers) * Float.BYTES, value);
    }
    return changed;
  }

  private String numbers(String text) {
    return replaced(text, NUMBER, found -> nearOr(found.group()));
  }

  private String nearOr(String number) {
    if (random.nextInt(3) > 0 || number.length() > 9 || !number.matches("[0-9]+")) {
      return pick(NUMBERS);
    }
    return String.valueOf(Integer.parseInt(number) + random.nextInt(-2, 3));
  }

  private String words(String text) {
    List<String> known =
        new ArrayList<>(TEXT.matcher(text).results().map(m -> m.group(1)).toList());
    known.addAll(WORDS);
    return replaced(
        text, TEXT, found -> found.group().replace("\"" + found.group(1), "\"" + pick(known)));
  }

  private String without(String text, Pattern pattern) {
    return replaced(text, pattern, _ -> "");
  }

  private String twice(String text, Pattern pattern) {
    return replaced(text, pattern, found -> found.group() + found.group());
  }

  private interface Change {
    String of(MatchResult found);
  }

  /** One of the places that match, changed. */
  private String replaced(String text, Pattern pattern, Change change) {
    Matcher matcher = pattern.matcher(text);
    List<MatchResult> all = matcher.results().toList();
    if (all.isEmpty()) {
      return text;
    }
    MatchResult one = all.get(random.nextInt(all.size()));
    return text.substring(0, one.start()) + change.of(one) + text.substring(one.end());
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
