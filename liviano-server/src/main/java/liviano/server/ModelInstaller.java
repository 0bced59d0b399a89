package liviano.server;

import java.io.IOException;
import java.util.List;
import liviano.model.VisionTask;

/**
 * Installs published models where a server's {@link ModelSource} finds them. Called from many
 * threads at a time.
 */
public interface ModelInstaller {

  /**
   * A model that can be installed.
   *
   * @param name as requests name it
   * @param title for people
   * @param task what it answers
   * @param licence of its weights
   * @param bytes to be downloaded
   */
  record Installable(String name, String title, VisionTask task, String licence, long bytes) {}

  /** Is told how far an installation is. */
  @FunctionalInterface
  interface Progress {
    /** So many of all bytes are there. */
    void at(long bytes, long total);
  }

  /**
   * What is not installed yet.
   *
   * @throws IOException if the place of installed models cannot be read
   */
  List<Installable> installable() throws IOException;

  /**
   * Installs a model and returns when it is there.
   *
   * @param name of one that {@link #installable} gave
   * @throws IOException if it cannot be had or kept; the message is one line, for the client
   */
  void install(String name, Progress progress) throws IOException;
}
