package liviano.cli.options;

import liviano.model.Model;
import liviano.model.ModelDigest;
import liviano.model.Preprocessing;

/**
 * A model, and how its user calls it.
 *
 * @param name the argument as given, or the name of an installed model
 * @param isFile whether it is a file that was given
 */
public record NamedModel(String name, Model model, boolean isFile) {
  /**
   * What answers call it: the name of an installed model; of a file the title of its card, which
   * goes with it wherever it is converted to.
   */
  public String inAnswers() {
    return isFile ? model.card().title() : name;
  }

  /** How pictures are prepared, as its card says. */
  public Preprocessing preprocessing() {
    return model.card().preprocessing();
  }

  /** The same name for a model that was made of it. */
  public NamedModel with(Model changed) {
    return new NamedModel(name, changed, isFile);
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
