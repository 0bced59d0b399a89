package liviano.server.models;

import java.lang.System.Logger.Level;

/**
 * Something that is done again and again, and once more where it failed.
 *
 * @param action what is done
 */
record Watch(Runnable action) implements Runnable {
  private static final System.Logger LOGGER = System.getLogger("liviano.server");

  @Override
  public void run() {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "looking for changed models failed", e);
    }
  }
}
