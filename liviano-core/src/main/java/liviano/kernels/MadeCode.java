package liviano.kernels;

/**
 * Machine code that a provider has made for the programs compiled with it.
 *
 * @param pieces how many pieces of code, each made once
 * @param bytes in all
 * @param nanos that it took to assemble them and to make them executable
 */
public record MadeCode(int pieces, long bytes, long nanos) {
  /** For a provider that makes no code at run time. */
  public static final MadeCode NONE = new MadeCode(0, 0, 0);
}
