package liviano.formats.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.MalformedModelException;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/**
 * Gives a model that was read from its authors' files what they say of it elsewhere: the size of
 * its input, title, licence, accuracy, the preparation of pictures, the names of its classes.
 */
public final class AsPublished {
  private final Published published;

  private AsPublished(Published published) {
    this.published = published;
  }

  /**
   * The model as published.
   *
   * @param read the model as its files tell it
   * @param source where they were fetched
   * @param downloads what was fetched there
   * @throws MalformedModelException if it is another network than published
   */
  public static Model of(
      Published published, Model read, Source source, SequencedMap<String, Digest> downloads) {
    AsPublished as = new AsPublished(published);
    Model model = as.sized(read);
    return model.withCard(as.card(model, origin(source, downloads)));
  }

  /** Files of weights alone do not say for which size of pictures they were trained. */
  private Model sized(Model read) {
    if (read.recipe().isEmpty()) {
      return read;
    }
    Recipe recipe = read.recipe().get();
    if (!recipe.architecture().equals(published.network()) || recipe.width() != published.width()) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "is %s of width %s, expected %s of width %s",
              recipe.architecture(),
              recipe.width(),
              published.network(),
              published.width()));
    }
    if (recipe.resolution() == published.resolution()
        || published.task() != VisionTask.CLASSIFICATION) {
      return read;
    }
    if (!read.graph().equals(Zoo.graph(recipe))) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "takes pictures of %d pixels, expected %d",
              recipe.resolution(),
              published.resolution()));
    }
    Recipe sized = recipe.withResolution(published.resolution());
    ModelCard card = read.card();
    return new Model(
        Zoo.graph(sized),
        read.weights(),
        card.withPreprocessing(
            card.preprocessing().withSize(published.resolution(), published.resolution())),
        Optional.of(sized));
  }

  private ModelCard card(Model model, String origin) {
    ModelCard read = model.card();
    return new ModelCard(
        published.task(),
        published.title(),
        labels(model),
        published
            .preparation()
            .map(preparation -> preparation.preprocessing(published.resolution()))
            .orElse(read.preprocessing()),
        origin,
        published.licence(),
        published.accuracy(),
        read.roles(),
        read.layouts());
  }

  /** Of a detector those that its reader gave, who knows which of them its outputs are. */
  private List<String> labels(Model model) {
    List<String> read = model.card().labels();
    if (published.task() == VisionTask.DETECTION && !read.isEmpty()) {
      return read;
    }
    int classes = classes(model);
    return published
        .classes()
        .names(classes)
        .orElseThrow(
            () ->
                new MalformedModelException(
                    String.format(
                        Locale.ROOT, "answers %d classes, which are not those expected", classes)));
  }

  private static int classes(Model model) {
    return model
        .find(Role.LOGITS)
        .or(() -> model.find(Role.PROBABILITIES))
        .or(() -> Optional.of(model.graph().outputs().lastEntry().getValue()))
        .map(Value::shape)
        .filter(shape -> shape.rank() > 0)
        .map(shape -> shape.channels())
        .orElse(0);
  }

  private static String origin(Source source, SequencedMap<String, Digest> downloads) {
    return downloads.size() == 1
        ? source.words() + ", " + downloads.firstEntry().getValue().checksum()
        : source.words();
  }
}
