package liviano.vision.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Data sets drawn by a fixed rule: pictures out of order and without anything, crowds, categories
 * that nobody shows, areas on the borders of the ranges, detections near, equal to and far from the
 * truth, equal scores, and now and then more than a hundred of them.
 */
record RandomCoco(CocoDataSet truth, List<CocoDetection> detections) {

  static RandomCoco of(long seed, int pictures, int categories) {
    return new Draw(new Random(seed)).dataSet(pictures, categories);
  }

  private record Draw(Random random) {

    RandomCoco dataSet(int pictures, int categories) {
      List<CocoImage> images = new ArrayList<>();
      List<CocoAnnotation> annotations = new ArrayList<>();
      List<CocoDetection> detections = new ArrayList<>();
      for (int i = 0; i < pictures; i++) {
        long image = (i * 7919L) % 100_003 + 1;
        images.add(new CocoImage(image, image + ".jpg", 640, 480));
        int truths = random.nextInt(5) == 0 ? 0 : random.nextInt(12);
        int first = annotations.size();
        for (int t = 0; t < truths; t++) {
          annotations.add(annotation(annotations.size() + 1, image, categories));
        }
        List<CocoAnnotation> here = annotations.subList(first, annotations.size());
        int found = random.nextInt(20) == 0 ? 150 * categories : random.nextInt(30);
        for (int d = 0; d < found; d++) {
          detections.add(detection(image, here, categories));
        }
      }
      List<CocoCategory> all = new ArrayList<>();
      for (int c = categories; c >= 1; c--) {
        all.add(new CocoCategory(c, "category " + c));
      }
      return new RandomCoco(new CocoDataSet(images, annotations, all), detections);
    }

    /** Of all categories but the last. */
    private CocoAnnotation annotation(long id, long image, int categories) {
      double width = length();
      double height = length();
      double area =
          switch (random.nextInt(8)) {
            case 0 -> 1024;
            case 1 -> 9216;
            default -> width * height * (0.5 + 0.5 * random.nextDouble());
          };
      return new CocoAnnotation(
          id,
          image,
          1 + random.nextInt(Math.max(1, categories - 1)),
          hundredths(500 * random.nextDouble()),
          hundredths(400 * random.nextDouble()),
          width,
          height,
          area,
          random.nextInt(6) == 0);
    }

    /** Now and then of a category that the data set does not list. */
    private CocoDetection detection(long image, List<CocoAnnotation> here, int categories) {
      double score = random.nextInt(3) == 0 ? random.nextInt(5) / 4.0 : random.nextFloat();
      if (here.isEmpty() || random.nextInt(3) == 0) {
        int category = 1 + random.nextInt(categories + 1);
        double x = hundredths(500 * random.nextDouble());
        double y = hundredths(400 * random.nextDouble());
        return new CocoDetection(image, category, x, y, length(), length(), score);
      }
      CocoAnnotation near = here.get(random.nextInt(here.size()));
      double shift = random.nextInt(4) == 0 ? 0 : 0.25 * random.nextDouble();
      return new CocoDetection(
          image,
          random.nextInt(8) == 0 ? 1 + random.nextInt(categories) : near.categoryId(),
          hundredths(near.x() + shift * near.width() * (random.nextDouble() - 0.5)),
          hundredths(near.y() + shift * near.height() * (random.nextDouble() - 0.5)),
          hundredths(near.width() * (1 + shift * (random.nextDouble() - 0.5))),
          hundredths(near.height() * (1 + shift * (random.nextDouble() - 0.5))),
          score);
    }

    /** Seldom nothing, often near 32 or 96. */
    private double length() {
      return switch (random.nextInt(10)) {
        case 0 -> 0;
        case 1 -> 32;
        case 2 -> 96;
        default -> hundredths(1 + 180 * random.nextDouble());
      };
    }

    private static double hundredths(double value) {
      return Math.round(value * 100) / 100.0;
    }
  }
}
