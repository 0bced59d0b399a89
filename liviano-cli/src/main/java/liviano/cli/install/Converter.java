package liviano.cli.install;

import java.io.IOException;
import java.nio.file.Path;
import liviano.model.Model;

/** Turns the files of a published model into a model of ours. */
@FunctionalInterface
interface Converter {
  /**
   * Reads the model in a file, or in a folder where it takes several.
   *
   * @throws IOException if it cannot be read
   */
  Model convert(Path files) throws IOException;
}
