package liviano.zoo;

import java.util.ArrayList;
import java.util.List;

/**
 * The boxes that {@link Ssd} starts from, which it calls priors: at every position of every map a
 * square of the map's least size, one between that and the next map's, and rectangles of the least
 * size's area, wide before tall. Sizes, steps and order are those of the published Caffe models;
 * nothing is clipped to the picture.
 *
 * <p>A box is four numbers in fractions of the picture, as in {@link SsdAnchors}: top, left,
 * bottom, right.
 */
public final class SsdPriors {

  /**
   * The places and shapes of the boxes of one map.
   *
   * @param side positions in a row, and rows
   * @param step pixels from one position to the next
   * @param ratios longer over shorter side of the rectangles; each occurs wide and tall
   */
  private record Grid(int side, int step, List<Integer> ratios) {
    int boxes() {
      return 2 + 2 * ratios.size();
    }
  }

  /**
   * The boxes of one network.
   *
   * @param resolution pixels of a side of its input
   * @param voc for PASCAL VOC, the least size of each map in pixels, and after the last that which
   *     closes its range
   * @param coco the same for COCO
   */
  private record Plan(int resolution, List<Grid> grids, List<Double> voc, List<Double> coco) {}

  private static final Plan SSD_300 =
      new Plan(
          300,
          List.of(
              new Grid(38, 8, List.of(2)),
              new Grid(19, 16, List.of(2, 3)),
              new Grid(10, 32, List.of(2, 3)),
              new Grid(5, 64, List.of(2, 3)),
              new Grid(3, 100, List.of(2)),
              new Grid(1, 300, List.of(2))),
          List.of(30.0, 60.0, 111.0, 162.0, 213.0, 264.0, 315.0),
          List.of(21.0, 45.0, 99.0, 153.0, 207.0, 261.0, 315.0));

  private static final Plan SSD_512 =
      new Plan(
          512,
          List.of(
              new Grid(64, 8, List.of(2)),
              new Grid(32, 16, List.of(2, 3)),
              new Grid(16, 32, List.of(2, 3)),
              new Grid(8, 64, List.of(2, 3)),
              new Grid(4, 128, List.of(2, 3)),
              new Grid(2, 256, List.of(2)),
              new Grid(1, 512, List.of(2))),
          List.of(35.84, 76.8, 153.6, 230.4, 307.2, 384.0, 460.8, 537.6),
          List.of(20.48, 51.2, 133.12, 215.04, 296.96, 378.88, 460.8, 542.72));

  /** The number of classes of PASCAL VOC, whose objects are larger than those of COCO. */
  private static final int VOC_CLASSES = 20;

  private SsdPriors() {}

  /** A width and a height in pixels. */
  private record Form(double width, double height) {}

  /** How many boxes start at one position of a map, counted from the largest map, 0. */
  public static int boxesAt(Recipe recipe, int map) {
    return plan(recipe).grids().get(map).boxes();
  }

  /**
   * The boxes of all maps, the largest map first: map by map, row by row, position by position.
   *
   * @param recipe of {@code ssd_300} or {@code ssd_512}; with 20 classes the sizes are those for
   *     PASCAL VOC, with any other number those for COCO
   * @return four numbers a box, for 8732 or 24564 boxes
   * @throws IllegalArgumentException if the recipe is for another network
   */
  public static float[] of(Recipe recipe) {
    Ssd.require(recipe);
    Plan plan = plan(recipe);
    List<Double> sizes = recipe.classes() == VOC_CLASSES ? plan.voc() : plan.coco();
    int boxes = plan.grids().stream().mapToInt(g -> g.side() * g.side() * g.boxes()).sum();
    float[] priors = new float[SsdLite.BOX * boxes];
    int at = 0;
    for (int i = 0; i < plan.grids().size(); i++) {
      Grid grid = plan.grids().get(i);
      at = fill(priors, at, grid, forms(grid, sizes.get(i), sizes.get(i + 1)), plan.resolution());
    }
    return priors;
  }

  private static int fill(
      float[] priors, int start, Grid grid, List<Form> forms, double resolution) {
    int at = start;
    for (int row = 0; row < grid.side(); row++) {
      double y = (row + 0.5) * grid.step();
      for (int column = 0; column < grid.side(); column++) {
        double x = (column + 0.5) * grid.step();
        for (Form form : forms) {
          priors[at++] = (float) ((y - form.height() / 2) / resolution);
          priors[at++] = (float) ((x - form.width() / 2) / resolution);
          priors[at++] = (float) ((y + form.height() / 2) / resolution);
          priors[at++] = (float) ((x + form.width() / 2) / resolution);
        }
      }
    }
    return at;
  }

  private static List<Form> forms(Grid grid, double least, double next) {
    double between = Math.sqrt(least * next);
    List<Form> forms = new ArrayList<>();
    forms.add(new Form(least, least));
    forms.add(new Form(between, between));
    for (int ratio : grid.ratios()) {
      double root = Math.sqrt(ratio);
      forms.add(new Form(least * root, least / root));
      forms.add(new Form(least / root, least * root));
    }
    return forms;
  }

  private static Plan plan(Recipe recipe) {
    return recipe.resolution() == SSD_300.resolution() ? SSD_300 : SSD_512;
  }
}
