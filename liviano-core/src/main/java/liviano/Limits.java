package liviano;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The most that one model may ask for, whatever its file says. A model beyond it is refused with an
 * {@link UnsupportedModelException} before the memory is allocated or the time is spent. Every
 * limit leaves room for the largest networks that are published; a caller who trusts a model raises
 * one by {@link #with}, and whoever starts the JVM all of them by the system property {@value
 * #PROPERTY}.
 *
 * @param values the most of each, at least 1
 */
public record Limits(Map<Limit, Long> values) {
  /** System property: by how much every default limit is multiplied, a whole number. */
  public static final String PROPERTY = "liviano.limits";

  /** What is limited. */
  public enum Limit {
    /**
     * Nodes, inputs and outputs of a graph, 16,384: ten times those of NASNet-A-Large. Compiling so
     * many takes a second.
     */
    NODES("nodes, inputs and outputs", false) {
      @Override
      long standard(long heap) {
        return 1 << 14;
      }
    },
    /**
     * Multiply-adds of convolutions and dense layers for one sample, 2^43: twice those of
     * ResNet-101 with DeepLab at output stride 8 for 2049 x 2049 pixels. At 50 billion a second
     * they take three minutes.
     */
    MULTIPLY_ADDS("multiply-adds", false) {
      @Override
      long standard(long heap) {
        return 1L << 43;
      }
    },
    /**
     * Steps of all other work for one sample, 2^32: a step is a vector of 16 neighbouring channels
     * that a pool, a depthwise filter, an activation or a copy reads, or one number where numbers
     * are computed one by one. A step takes up to a nanosecond.
     */
    STEPS("steps of pools, depthwise filters and activations", false) {
      @Override
      long standard(long heap) {
        return 1L << 32;
      }
    },
    /**
     * Bytes of tables made at compile time, 64 MiB: of channel orders, resizes, reordered maps, and
     * of what a group of a convolution or a tap of a filter needs. The zoo's networks need up to 2.
     */
    TABLE_BYTES("tables", true) {
      @Override
      long standard(long heap) {
        return 64L << 20;
      }
    },
    /**
     * Bytes of weights that are made of others, 4 GiB: by folding norms into them, and in the
     * layouts of kernels, which pad channels to whole vectors, so that a small file may need many
     * times its size. VGG-19 needs an eighth of it.
     */
    PACKED_BYTES("folded and packed weights", true) {
      @Override
      long standard(long heap) {
        return 4L << 30;
      }
    },
    /** Bytes of machine code made for one program, 64 MiB; the zoo's networks need up to 2. */
    CODE_BYTES("machine code", true) {
      @Override
      long standard(long heap) {
        return 64L << 20;
      }
    },
    /** Bytes of a session, 8 GiB: its tensors, and scratch memory of all threads. */
    SESSION_BYTES("memory", true) {
      @Override
      long standard(long heap) {
        return 8L << 30;
      }
    },
    /**
     * Bytes of a text of JSON, a sixteenth of the heap and at most 64 MiB: the text is in memory up
     * to six times while it is read.
     */
    JSON_BYTES("JSON", true) {
      @Override
      long standard(long heap) {
        return Math.clamp(heap / 16, 1 << 20, 64L << 20);
      }
    },
    /**
     * Values in a text of JSON, two million or as many as fill half the heap: each takes up to 250
     * bytes.
     */
    JSON_VALUES("JSON values", false) {
      @Override
      long standard(long heap) {
        return Math.clamp(heap / 512, 10_000, 2_000_000);
      }
    };

    private final String what;
    private final boolean isBytes;

    Limit(String what, boolean isBytes) {
      this.what = what;
      this.isBytes = isBytes;
    }

    /**
     * @param heap the most bytes that the JVM's heap may have
     */
    abstract long standard(long heap);

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
    Map<Limit, Long> all = new EnumMap<>(Limit.class);
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
    Map<Limit, Long> limits = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      limits.put(limit, saturated(limit.standard(heap), factor));
    }
    return new Limits(limits);
  }

  /** The same but for one limit. */
  public Limits with(Limit limit, long most) {
    Map<Limit, Long> changed = new EnumMap<>(values);
    changed.put(limit, most);
    return new Limits(changed);
  }

  /** The most that a model may ask for. */
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
              "%s: %s, the limit is %s; if you trust the model, raise it: Limits.with(%s, ...) in a"
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
    String factor = System.getProperty(PROPERTY, "1");
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
