package liviano.formats.store;

import java.io.IOException;
import java.nio.file.Path;
import liviano.model.Model;

/** Gets hold of a model that is to be installed. */
@FunctionalInterface
public interface ModelMaker {
  /**
   * Makes the model.
   *
   * @param scratch an empty folder for files on the way to it; it goes when the model is stored, or
   *     when this fails
   * @throws IOException if there is no getting at it
   */
  Model make(Path scratch) throws IOException;
}
