package liviano.formats.store;

import java.nio.file.Path;
import java.util.Optional;
import liviano.model.ModelCard;
import liviano.zoo.Recipe;

/** A model file in the store. */
public sealed interface StoredModel {
  /** What it is called: the file's name without its ending. */
  String name();

  /** Where it is. */
  Path file();

  /**
   * One whose header could be read.
   *
   * @param bytes the size of the file
   * @param recipe what network it is, where the zoo has it
   */
  record Installed(String name, Path file, long bytes, ModelCard card, Optional<Recipe> recipe)
      implements StoredModel {}

  /**
   * One that cannot be used.
   *
   * @param failure why; its message may or may not name the file
   */
  record Broken(String name, Path file, Exception failure) implements StoredModel {}
}
