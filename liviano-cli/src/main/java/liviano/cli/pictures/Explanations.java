package liviano.cli.pictures;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.LivianoException;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.model.Model;
import liviano.vision.Box;
import liviano.vision.ClassifierOptions;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.explain.ClassActivationMap;
import liviano.vision.explain.ClassMap;
import picocli.CommandLine.Option;

/** Which classes a picture is explained by: options, and what they make of a model. */
public final class Explanations {
  /** The most maps of one picture: more than a user would look at. */
  private static final int MOST = 100;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description =
          "Explain this class, whatever its score: its name, a word that no other class has, or its "
              + "number. Can be given several times.")
  private List<String> classes = List.of();

  @Option(
      names = {"--top", "--max-results"},
      paramLabel = "N",
      description = "Explain the N likeliest classes; 1 if not given.")
  private int top = 1;

  /** For picocli, which fills the fields. */
  public Explanations() {}

  /** A model's maps of the chosen classes. */
  public static final class Explainer {
    private final ClassActivationMap maps;
    private final int[] chosen; // empty: the likeliest

    private Explainer(ClassActivationMap maps, int[] chosen) {
      this.maps = maps;
      this.chosen = chosen;
    }

    /** The maps, in the order asked for, or the likeliest first. */
    public List<ClassMap> explain(Picture picture) {
      if (chosen.length == 0) {
        return maps.explain(picture);
      }
      Region whole = Region.whole(picture);
      return Arrays.stream(chosen).mapToObj(index -> maps.explain(picture, whole, index)).toList();
    }
  }

  /**
   * @throws UsageException if the options are out of range
   */
  public void requireValid() {
    if (top < 1 || top > MOST) {
      throw new UsageException(
          String.format(Locale.ROOT, "--top must be from 1 to %d, is %d", MOST, top));
    }
    if (top > 1 && !classes.isEmpty()) {
      throw new UsageException("give --top or --class, not both");
    }
    if (classes.size() > MOST) {
      throw new UsageException(
          String.format(Locale.ROOT, "--class can be given %d times at most", MOST));
    }
  }

  /**
   * What explains.
   *
   * @param name of the model in error messages
   * @param options how it computes
   * @throws CommandException if the model has no class activation map
   * @throws UsageException if it has no such class
   */
  public Explainer of(String name, Model model, ClassifierOptions options) {
    ClassActivationMap maps;
    try {
      maps = ClassActivationMap.of(model, options.toBuilder().maxResults(top).build());
    } catch (IllegalArgumentException | LivianoException e) {
      throw new CommandException(name + ": " + e.getMessage(), e);
    }
    return new Explainer(
        maps,
        classes.stream()
            .flatMapToInt(one -> Arrays.stream(named(one, maps)))
            .distinct()
            .limit(MOST)
            .toArray());
  }

  private static int[] named(String name, ClassActivationMap maps) {
    try {
      return maps.classesNamed(name);
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException("--class: " + e.getMessage());
    }
  }

  /** Endings of as many files as a picture may be drawn to: the first has no number. */
  List<String> endings(String kind) {
    return IntStream.range(0, classes.isEmpty() ? top : MOST)
        .mapToObj(place -> ending(kind, place))
        .toList();
  }

  /** Such as {@code .explained-2.png} for the second, {@code .explained.png} for the first. */
  public static String ending(String kind, int place) {
    return place == 0
        ? String.format(Locale.ROOT, ".%s.png", kind)
        : String.format(Locale.ROOT, ".%s-%d.png", kind, place + 1);
  }

  /** The strongest place in words, in pixels of the picture. */
  static String strongest(ClassMap map) {
    float most = map.most();
    if (most <= 0) {
      return "nothing speaks for it";
    }
    int at = 0;
    float[] values = map.values();
    while (values[at] < most) {
      at++;
    }
    double x = map.grid().x() + map.grid().stepX() * (at % map.width());
    double y = map.grid().y() + map.grid().stepY() * (at / map.width());
    Box view = map.view();
    return String.format(
        Locale.ROOT,
        "strongest at (%.0f, %.0f)",
        Math.clamp(x, view.x(), (double) view.x() + view.width()),
        Math.clamp(y, view.y(), (double) view.y() + view.height()));
  }
}
