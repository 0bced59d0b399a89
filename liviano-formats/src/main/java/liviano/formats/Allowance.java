package liviano.formats;

import liviano.Limits;
import liviano.Limits.Limit;

/**
 * Counts what is read of one file one by one, against its limits: bytes become objects, which take
 * many times as much memory.
 */
public final class Allowance {
  private final Limits limits;
  private long numbers;
  private long textBytes;

  /** Nothing is counted yet. */
  public Allowance(Limits limits) {
    this.limits = limits;
  }

  /**
   * Counts numbers or fields, before memory is allocated for them.
   *
   * @throws liviano.UnsupportedModelException if they are more than the limits allow
   */
  public void numbers(long count) {
    numbers += count;
    limits.require(Limit.NUMBERS, numbers, "its settings, lists and fields");
  }

  /**
   * Counts a text, before it is decoded.
   *
   * @throws liviano.UnsupportedModelException if all texts are longer than the limits allow
   */
  public void text(long bytes) {
    textBytes += bytes;
    limits.require(Limit.TEXT_BYTES, textBytes, "its texts");
  }

  /**
   * Counts a name, before it is decoded.
   *
   * @throws liviano.UnsupportedModelException if it, or all texts, are longer than the limits allow
   */
  public void name(long bytes) {
    limits.require(Limit.NAME_BYTES, bytes, "it");
    text(bytes);
  }
}
