package liviano.formats.keras;

import io.jhdf.HdfFile;

/**
 * The library that reads HDF5 logs through SLF4J, which complains on standard error when it is
 * first used and no program listens. Libraries of ours print nothing.
 */
final class QuietLogging {
  private static final String VERBOSITY = "slf4j.internal.verbosity";

  static {
    boolean unset = System.getProperty(VERBOSITY) == null;
    if (unset) {
      System.setProperty(VERBOSITY, "ERROR");
    }
    try {
      Class.forName(HdfFile.class.getName());
    } catch (ClassNotFoundException e) {
      throw new LinkageError("the reader of HDF5 is not on the class path", e);
    } finally {
      if (unset) {
        System.clearProperty(VERBOSITY);
      }
    }
  }

  private QuietLogging() {}

  /** Has the logging set up, once, if it is not. */
  static void start() {
    // The static initialiser does it.
  }
}
