package liviano.formats.store;

import java.io.IOException;
import java.nio.file.Path;
import liviano.model.Model;

/** Produces a model to be installed. */
@FunctionalInterface
public interface ModelMaker {
  /**
   * Makes the model.
   *
   * @param scratch an empty folder for files on the way to it; it goes when the model is stored, or
   *     when this fails
   * @throws IOException if it cannot be obtained
   */
  Model make(Path scratch) throws IOException;
}
