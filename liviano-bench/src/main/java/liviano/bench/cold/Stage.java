package liviano.bench.cold;

/** How the plain programs tell how far they have come, as the command does. */
final class Stage {
  /** A line begins with it; a name and the time of {@link System#nanoTime} follow. */
  static final String MARK = "@stage ";

  private Stage() {}

  static void done(String name) {
    System.err.println(MARK + name + ' ' + System.nanoTime());
  }
}
