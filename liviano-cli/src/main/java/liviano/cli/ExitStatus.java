package liviano.cli;

/** What the command tells the shell. */
public final class ExitStatus {
  /** Everything requested was done. */
  public static final int DONE = 0;

  /** Some input failed, or an internal error occurred. */
  public static final int FAILED = 1;

  /** The command line itself was wrong: nothing was started. */
  public static final int USAGE = 2;

  private ExitStatus() {}
}
