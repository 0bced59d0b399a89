package liviano.formats.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import liviano.model.Model;

/** Produces a model to be installed. */
@FunctionalInterface
public interface ModelMaker {
  /**
   * A model, and what it was made of.
   *
   * @param downloads what was fetched for it, by the addresses of {@link Source#downloads}
   */
  record Made(Model model, SequencedMap<String, Digest> downloads) {
    /** One for which nothing was fetched. */
    public static Made of(Model model) {
      return new Made(model, new LinkedHashMap<>());
    }
  }

  /**
   * Makes the model.
   *
   * @param scratch an empty folder for files on the way to it; it goes when the model is stored, or
   *     when this fails
   * @throws IOException if it cannot be obtained
   */
  Made make(Path scratch) throws IOException;
}
