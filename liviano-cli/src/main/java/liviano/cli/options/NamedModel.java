package liviano.cli.options;

import liviano.model.Model;
import liviano.model.ModelDigest;
import liviano.model.Preprocessing;

/**
 * A model, and how its user calls it.
 *
 * @param name the argument as given, or the name of an installed model
 */
public record NamedModel(String name, Model model) {
  /** How pictures are prepared, as its card says. */
  public Preprocessing preprocessing() {
    return model.card().preprocessing();
  }

  /** The same name for a model that was made of it. */
  public NamedModel with(Model changed) {
    return new NamedModel(name, changed);
  }

  /** The same with pictures prepared in another way. */
  public NamedModel with(Preprocessing preprocessing) {
    return with(model.withCard(model.card().withPreprocessing(preprocessing)));
  }

  /** {@link ModelDigest} of the model. Reads all weights. */
  public String digest() {
    return ModelDigest.of(model);
  }
}
