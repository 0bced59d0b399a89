package liviano.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.weights.SafeTensors;
import liviano.zoo.Recipe;

/**
 * What a model file says of itself. Read from its header alone, so that the size of the file does
 * not matter; whether the weights are what the network needs is for {@link Model#load} to say.
 *
 * @param recipe how to build the network, where the zoo has it
 */
public record ModelInfo(ModelCard card, Optional<Recipe> recipe) {
  /**
   * Reads the header of a model file.
   *
   * @throws MalformedModelException if the file is no model, or its header is broken; the message
   *     names the file
   * @throws UnsupportedModelException if its header is beyond the default limits
   * @throws IOException if the file cannot be read
   */
  public static ModelInfo read(Path path) throws IOException {
    Map<String, String> metadata = SafeTensors.read(path).metadata();
    Model.requireModel(metadata, path.toString());
    try {
      return Model.info(metadata, Limits.defaults());
    } catch (MalformedModelException e) {
      throw e.inFile(path.toString());
    } catch (UnsupportedModelException e) {
      throw e.inFile(path.toString());
    }
  }

  /**
   * What a file of another format says of a model of ours that was written to it.
   *
   * @param texts those of the file, by their keys
   * @return empty if there is no card among them
   * @throws MalformedModelException if they are broken
   * @throws UnsupportedModelException if they are beyond the default limits
   */
  public static Optional<ModelInfo> find(Map<String, String> texts) {
    return texts.containsKey(Model.CARD)
        ? Optional.of(Model.info(texts, Limits.defaults()))
        : Optional.empty();
  }

  /** The texts that {@link #find} reads, by their keys. */
  public SequencedMap<String, String> texts() {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    recipe.ifPresent(r -> texts.put(Model.RECIPE, RecipeJson.write(r).toJson()));
    texts.put(Model.CARD, CardJson.write(card).toJson());
    return texts;
  }
}
