package liviano;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The most that a model's file, its archive and a data set's list may hold, and that a network may
 * ask for, whatever the file says: the page of all limits, but for those of pictures ({@code
 * liviano.vision.PictureLimits}) and those that formats and kernels have by nature: 8 extents and
 * 2^30 numbers a tensor, 2 GiB a protobuf message or HDF5 file, 4 GiB a ZIP archive.
 *
 * <p>A file beyond a limit is refused with an {@link UnsupportedModelException} before the memory
 * is allocated or the time is spent. Every limit leaves room for the largest networks that are
 * published; a caller who trusts a file raises one by {@link #with}, and whoever starts the JVM all
 * of them by the system property {@value #PROPERTY}.
 *
 * @param values the most of each, at least 1
 */
public record Limits(Map<Limit, Long> values) {
  /** System property: by how much every default limit is multiplied, a whole number. */
  public static final String PROPERTY = "liviano.limits";

  /** What is limited. */
  public enum Limit {
    // What a file may hold, before anything is made of it.

    /** Bytes of a model file, 16 GiB: it is mapped into memory; VGG-19 takes half of one. */
    FILE_BYTES("a file", true, 16L << 30),
    /**
     * Bytes that are read into memory, because a stream, shards or an array cannot be mapped, 1
     * GiB.
     */
    LOADED_BYTES("a stream, shards or an array", true, 1L << 30),
    /**
     * Tensors, operations and groups that a file lists, 131,072: of a frozen graph most nodes are
     * constants, of which no layer is made.
     */
    TENSORS("tensors and nodes in a file", false, 1L << 17),
    /**
     * Numbers and fields that are read one by one, four million or as many as fill an eighth of the
     * heap: weights are read as they lie in the file, settings and short constants so. Each takes
     * up to 64 bytes, however few it has in the file.
     */
    NUMBERS("single numbers and fields", false, 512, 1 << 14, 1 << 22),
    /**
     * Bytes of a text of JSON, and of all texts of another file, a sixteenth of the heap and at
     * most 64 MiB: a text is in memory up to six times while it is read.
     */
    TEXT_BYTES("texts", true, 16, 1 << 20, 64L << 20),
    /** Bytes of a name in a binary file, 65,536. */
    NAME_BYTES("a name", true, 1 << 16),
    /** Bytes of a file of labels, 1 MiB: the 21,843 names of all of ImageNet take half of it. */
    LABEL_BYTES("labels", true, 1 << 20),
    /**
     * Values in a text of JSON, two million or as many as fill half the heap: each takes up to 250
     * bytes.
     */
    JSON_VALUES("JSON values", false, 512, 10_000, 2_000_000),
    /**
     * Levels of JSON in JSON, and of groups in groups, 64. Readers recurse: none goes deeper than
     * 512, whatever is allowed.
     */
    NESTING("levels of nesting", false, 64),
    /** Bytes of a pickle, 16 MiB: that of a state dict takes some 100 a tensor. */
    PICKLE_BYTES("a pickle", true, 16L << 20),
    /** Instructions of a pickle, a million: those of a network of 200 layers are some 50,000. */
    PICKLE_STEPS("instructions of a pickle", false, 1_000_000),
    /** Files in an archive, 65,534, which is what a ZIP archive of the first kind can hold. */
    ARCHIVE_ENTRIES("files in an archive", false, 65_534),
    /** Entries of a gzipped tar archive, 1,000: models are published in a few. */
    TARBALL_ENTRIES("entries of a tarball", false, 1_000),
    /**
     * Bytes of one file that is fetched, or taken out of a tarball, 256 MiB, where nobody states
     * how many it has.
     */
    FETCHED_BYTES("a file that is fetched", true, 256L << 20),
    /**
     * Bytes of everything in a tarball, 1 GiB: checkpoints come with the slots of their optimiser,
     * of which nothing is taken.
     */
    TARBALL_BYTES("everything in a tarball", true, 1L << 30),
    /**
     * How many times as long as its file something is when unpacked, 100: weights hardly shrink. A
     * megabyte is free.
     */
    UNPACKED_RATIO("times the packed size", false, 100),

    /**
     * Single products of two matrices that are both computed, 2^24, which are in memory together:
     * attention of 512 places with 64 features.
     */
    MATRIX_PRODUCTS("products of two computed matrices", false, 1 << 24),
    /** Constants that a node compares or chooses of, 65,536: converters compare extents. */
    COMPARED_NUMBERS("compared numbers", false, 1 << 16),

    // What a list of a data set may hold.

    /**
     * Bytes of the JSON of a data set, an eighth of the heap and at most 1 GiB: COCO's largest file
     * has 470 million.
     */
    DATASET_BYTES("a data set's list", true, 8, 1, 1L << 30),
    /**
     * Values in it, as many as fit the heap at 400 bytes each: none takes more than 250, and the
     * rest is for the text and what is made of it.
     */
    DATASET_VALUES("values of a data set's list", false, 400, 1, Long.MAX_VALUE),

    // What a network may ask for when it is compiled and run.

    /**
     * Nodes, inputs and outputs of a graph, 16,384: ten times those of NASNet-A-Large. Compiling so
     * many takes a second.
     */
    NODES("nodes, inputs and outputs", false, 1 << 14),
    /**
     * Multiply-adds of convolutions and dense layers for one sample, 2^43: twice those of
     * ResNet-101 with DeepLab at output stride 8 for 2049 x 2049 pixels. At 50 billion a second
     * they take three minutes.
     */
    MULTIPLY_ADDS("multiply-adds", false, 1L << 43),
    /**
     * Steps of all other work for one sample, 2^32: a step is a vector of 16 neighbouring channels
     * that a pool, a depthwise filter, an activation or a copy reads, or one number where numbers
     * are computed one by one. A step takes up to a nanosecond.
     */
    STEPS("steps of pools, depthwise filters and activations", false, 1L << 32),
    /**
     * Bytes of tables made at compile time, 64 MiB: of channel orders, resizes, reordered maps, and
     * of what a group of a convolution or a tap of a filter needs. The zoo's networks need up to 2.
     */
    TABLE_BYTES("tables", true, 64L << 20),
    /**
     * Bytes of weights that are made of others, 4 GiB: by folding norms into them, and in the
     * layouts of kernels, which pad channels to whole vectors, so that a small file may need many
     * times its size. VGG-19 needs an eighth of it.
     */
    PACKED_BYTES("folded and packed weights", true, 4L << 30),
    /** Bytes of machine code made for one program, 64 MiB; the zoo's networks need up to 2. */
    CODE_BYTES("machine code", true, 64L << 20),
    /** Bytes of a session, 8 GiB: its tensors, and scratch memory of all threads. */
    SESSION_BYTES("memory", true, 8L << 30);

    private final String what;
    private final boolean isBytes;

    /** What part of the heap it is: one in so many bytes. */
    private final long ofHeap;

    private final long least;
    private final long most;

    /** The same whatever the heap. */
    Limit(String what, boolean isBytes, long most) {
      this(what, isBytes, 1, most, most);
    }

    /** A part of the heap, but not less and not more than so much. */
    Limit(String what, boolean isBytes, long ofHeap, long least, long most) {
      this.what = what;
      this.isBytes = isBytes;
      this.ofHeap = ofHeap;
      this.least = least;
      this.most = most;
    }

    /**
     * @param heap the most bytes that the JVM's heap may have
     */
    private long standard(long heap) {
      return Math.clamp(heap / ofHeap, least, most);
    }

    private String amount(long asked) {
      return number(asked) + " " + (isBytes ? "of " : "") + what;
    }

    private String number(long most) {
      if (!isBytes) {
        return String.format(Locale.ROOT, "%,d", most);
      }
      return most < 16 << 20
          ? String.format(Locale.ROOT, "%,d bytes", most)
          : String.format(Locale.ROOT, "%,d MiB", most >> 20);
    }
  }

  /**
   * @throws IllegalArgumentException if a limit is missing or not positive
   */
  public Limits {
    Map<Limit, Long> all = new HashMap<>();
    all.putAll(values);
    for (Limit limit : Limit.values()) {
      if (all.getOrDefault(limit, 0L) < 1) {
        throw new IllegalArgumentException("the limit " + limit + " must be at least 1");
      }
    }
    values = Map.copyOf(all);
  }

  /**
   * The limits as they stand at {@link Limit}, times what the system property {@value #PROPERTY}
   * says.
   *
   * @throws IllegalArgumentException if the property is no positive whole number
   */
  public static Limits defaults() {
    return standard(Runtime.getRuntime().maxMemory(), factor());
  }

  /** The default limits for a heap of so many bytes, each times a factor. */
  static Limits standard(long heap, long factor) {
    Map<Limit, Long> limits = new HashMap<>();
    for (Limit limit : Limit.values()) {
      limits.put(limit, saturated(limit.standard(heap), factor));
    }
    return new Limits(limits);
  }

  /** The same but for one limit. */
  public Limits with(Limit limit, long most) {
    Map<Limit, Long> changed = new HashMap<>(values);
    changed.put(limit, most);
    return new Limits(changed);
  }

  /** The most that is allowed. */
  public long most(Limit limit) {
    return values.get(limit);
  }

  /**
   * Checks what is asked for.
   *
   * @param where who asks, for the message: a layer, a part of the file
   * @throws UnsupportedModelException if it is over the limit; the message says how to raise it
   */
  public void require(Limit limit, long asked, String where) {
    long most = most(limit);
    if (asked > most) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "%s: %s, the limit is %s; if you trust the file, raise it: Limits.with(%s, ...) in a"
                  + " program, or -D%s=%d for all limits",
              where,
              limit.amount(asked),
              limit.number(most),
              limit,
              PROPERTY,
              Math.multiplyExact(factor(), Math.min(Math.ceilDiv(asked, most), 1L << 20))));
    }
  }

  private static long factor() {
    String factor = System.getProperty(PROPERTY);
    if (factor == null) {
      return 1;
    }
    if (!factor.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + " must be a whole number from 1 to 999999999, is '" + factor + "'");
    }
    return Long.parseLong(factor);
  }

  private static long saturated(long limit, long factor) {
    return limit > Long.MAX_VALUE / factor ? Long.MAX_VALUE : limit * factor;
  }
}
