package liviano.formats.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.formats.ReadModel;
import liviano.graph.Graph;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Normalization;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/** An imported network as a model: what it answers, its labels, how pictures are prepared. */
public final class ImportedModel {
  private static final int IMAGENET = 1000;
  private static final int IMAGENET_WITH_BACKGROUND = 1001;

  /**
   * Names of classes.
   *
   * @param source where they stand, for people
   */
  public record NamedClasses(List<String> labels, String source) {
    public NamedClasses {
      labels = List.copyOf(labels);
    }
  }

  /**
   * What a file says beside its network.
   *
   * @param format of the file, for people
   * @param title of the network
   * @param classes where there are labels
   * @param normalization from pixels to input values, where it is stated
   */
  public record Facts(
      String format,
      String title,
      Optional<NamedClasses> classes,
      Optional<Normalization> normalization) {}

  private ImportedModel() {}

  /**
   * The model, with the inputs and outputs of its file under their names there. Where the network
   * is one of the zoo it is built as the zoo builds it, and has its recipe.
   *
   * @throws liviano.MalformedModelException if a weight is no finite number
   */
  public static ReadModel of(ImportedGraph imported, Facts facts) {
    int labels = facts.classes().map(classes -> classes.labels().size()).orElse(0);
    Roles roles = Roles.of(imported.graph(), labels);
    Optional<ZooMatch> match = ZooMatch.of(roles, imported.weights());
    Optional<Recipe> recipe = match.map(ZooMatch::recipe);
    ImportedGraph network =
        match.map(ZooMatch::imported).orElse(new ImportedGraph(roles.graph(), imported.weights()));
    Conventions conventions = Conventions.of(network.graph(), facts.normalization(), recipe);
    Optional<NamedClasses> classes = facts.classes().or(() -> byNumber(roles, recipe));
    boolean fit = classes.filter(c -> c.labels().size() == roles.classes()).isPresent();
    Graph asInFile = withInputNames(roles.asInFile(network.graph()), imported.graph());
    ModelCard card =
        ModelCard.of(
                roles.task(),
                recipe.map(ImportedModel::title).orElse(facts.title()),
                conventions.preprocessing())
            .withLabels(fit ? classes.get().labels() : List.of())
            .withRoles(roles.roles(network.graph(), asInFile))
            .withLayouts(imported.layouts());
    List<String> notices = new ArrayList<>();
    notices.add(
        String.format(
            Locale.ROOT,
            "%s: %s; pictures: %s%s",
            facts.format(),
            recipe.map(r -> "it is " + title(r)).orElse(answers(roles)),
            conventions.reason(),
            named(roles, classes, fit)));
    if (classes.isPresent() && !fit && roles.classes() > 0) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%d %s in %s, but the network has %d classes: they are called by their numbers",
              classes.get().labels().size(),
              classes.get().labels().size() == 1 ? "label" : "labels",
              classes.get().source(),
              roles.classes()));
    }
    return new ReadModel(new Model(asInFile, network.weights(), card, recipe), notices);
  }

  /** The zoo has names of its own for inputs; the file's may be those of a layer of the zoo. */
  private static Graph withInputNames(Graph network, Graph imported) {
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      String name = imported.inputs().get(i).name();
      if (network.find(name).isEmpty()) {
        names.put(network.inputs().get(i).name(), name);
      }
    }
    return names.isEmpty() ? network : network.withInputNames(names);
  }

  /** By the number of classes alone; for a network that is none of the zoo a guess, and told so. */
  private static Optional<NamedClasses> byNumber(Roles roles, Optional<Recipe> recipe) {
    String guess = recipe.isPresent() ? "" : ", which is a guess by their number";
    return switch (roles.task()) {
      case CLASSIFICATION -> imageNet(roles.classes(), guess);
      case SEGMENTATION -> pascalVoc(roles.classes(), guess);
      case DETECTION, OTHER -> Optional.empty();
    };
  }

  private static Optional<NamedClasses> pascalVoc(int classes, String guess) {
    List<String> labels = Labels.pascalVoc();
    return classes == labels.size()
        ? Optional.of(new NamedClasses(labels, "PASCAL VOC's, of " + classes + guess))
        : Optional.empty();
  }

  private static Optional<NamedClasses> imageNet(int classes, String guess) {
    return switch (classes) {
      case IMAGENET ->
          Optional.of(new NamedClasses(Labels.imageNet(), "ImageNet's, of 1000" + guess));
      case IMAGENET_WITH_BACKGROUND ->
          Optional.of(
              new NamedClasses(Labels.imageNetWithBackground(), "ImageNet's, of 1001" + guess));
      default -> Optional.empty();
    };
  }

  private static String title(Recipe recipe) {
    return String.format(
        Locale.ROOT,
        "%s %s, %dx%d",
        Zoo.architecture(recipe.architecture()).title(),
        recipe.width(),
        recipe.resolution(),
        recipe.resolution());
  }

  private static String named(Roles roles, Optional<NamedClasses> classes, boolean fit) {
    if (fit) {
      return "; labels: " + classes.get().source();
    }
    return roles.classes() > 0 && classes.isEmpty()
        ? "; no labels: --labels FILE, or a file labels.txt beside it, would name the classes"
        : "";
  }

  private static String answers(Roles roles) {
    return switch (roles.task()) {
      case CLASSIFICATION -> "a classifier of " + roles.classes() + " classes";
      case SEGMENTATION -> "a segmenter of " + roles.classes() + " classes";
      case DETECTION -> "a detector of " + roles.classes() + " classes";
      case OTHER ->
          roles
              .embedding()
              .map(value -> "an embedder of " + value.shape().elements() + " numbers")
              .orElse("a network with outputs " + roles.outputs().keySet());
    };
  }
}
