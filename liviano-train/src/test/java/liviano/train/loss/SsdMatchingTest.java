package liviano.train.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.vision.detection.CaffeSsdDecoder;
import liviano.vision.detection.DetectionDecoder;
import liviano.vision.detection.Found;
import liviano.vision.detection.SsdDecoder;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

class SsdMatchingTest {
  /** Four squares of a quarter of the input, and one in the middle. */
  private static final float[] ANCHORS = {
    0, 0, 0.5f, 0.5f, //
    0, 0.5f, 0.5f, 1, //
    0.5f, 0, 1, 0.5f, //
    0.5f, 0.5f, 1, 1, //
    0.25f, 0.25f, 0.75f, 0.75f
  };

  private static final SsdMatching MATCHING = new SsdMatching(ANCHORS, BoxCode.Y_FIRST);

  private static KnownObject object(int category, double t, double l, double b, double r) {
    return new KnownObject(category, (float) t, (float) l, (float) b, (float) r, false);
  }

  private static long[] classes(KnownObject... objects) {
    return MATCHING.of(List.of(List.of(objects))).classes();
  }

  @Test
  void anObjectHasTheAnchorThatOverlapsItMostHoweverLittle() {
    assertArrayEquals(new long[] {0, 0, 0, 7, 0}, classes(object(7, 0.9, 0.9, 0.95, 0.95)));
  }

  @Test
  void everyAnchorThatOverlapsAnObjectByHalfLearnsIt() {
    // With the upper left square 1/2, with the upper right one as much.
    assertArrayEquals(new long[] {2, 2, 0, 0, 0}, classes(object(2, 0, 0, 0.5, 1)));
  }

  @Test
  void anOverlapBelowHalfIsBackground() {
    assertArrayEquals(new long[] {2, 0, 0, 0, 0}, classes(object(2, 0, 0, 0.5, 0.99)));
  }

  @Test
  void ofTwoObjectsOnOneAnchorTheOtherGetsItsNextBest() {
    KnownObject close = object(1, 0, 0, 0.5, 0.5);
    KnownObject less = object(2, 0.02, 0.02, 0.5, 0.5);
    assertArrayEquals(new long[] {1, 0, 0, 0, 2}, classes(close, less));
    assertArrayEquals(new long[] {1, 0, 0, 0, 2}, classes(less, close));
  }

  @Test
  void anAnchorOfItsOwnIsNotLostToAnObjectThatOverlapsMore() {
    // The wide one overlaps both upper squares by half, far more than the small one the right one.
    KnownObject wide = object(1, 0, 0, 0.5, 1);
    KnownObject small = object(2, 0.01, 0.8, 0.2, 0.95);
    assertArrayEquals(new long[] {1, 2, 0, 0, 0}, classes(wide, small));
    assertArrayEquals(new long[] {1, 2, 0, 0, 0}, classes(small, wide));
  }

  @Test
  void thereMayBeMoreObjectsThanAnchors() {
    List<KnownObject> many = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      many.add(object(i, 0, 0, 1, 1));
    }
    long[] classes = MATCHING.of(List.of(many)).classes();
    assertArrayEquals(new long[] {1, 2, 3, 4, 5}, classes);
  }

  @Test
  void anchorsWithinACrowdAreIgnoredUnlessTheyHaveAnObject() {
    KnownObject crowd = new KnownObject(1, 0, 0, 1, 0.5f, true);
    // The middle one is half in the crowd.
    assertArrayEquals(new long[] {3, 0, -1, 0, -1}, classes(crowd, object(3, 0, 0, 0.5, 0.5)));
  }

  @Test
  void picturesWithoutObjectsAreBackground() {
    SsdTargets targets =
        MATCHING.of(List.of(List.of(), List.of(object(4, 0.5, 0.5, 1, 1)), List.of()));
    assertArrayEquals(new long[] {0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0}, targets.classes());
    assertEquals(0, targets.matched(0));
    assertEquals(1, targets.matched(1));
    assertArrayEquals(new long[] {8}, targets.matched());
  }

  @Test
  void whatIsLearnedIsWhatTheDecoderOfSsdLiteReads() {
    Recipe recipe = Recipe.of("ssdlite_mobilenet_v2").withResolution(96).withClasses(3);
    Graph graph = Zoo.graph(recipe);
    SsdForm form = SsdForm.of(graph, Optional.of(recipe));
    assertEquals(SsdScores.SIGMOID, form.scores());
    boolean[] allowed = {false, true, true, true};
    requireInverse(form, allowed.length, new SsdDecoder(form.anchors(), allowed, 0.5f, 10));
  }

  @Test
  void whatIsLearnedIsWhatTheDecoderOfSsd300Reads() {
    Recipe recipe = Recipe.of("ssd_300").withResolution(300).withClasses(3);
    SsdForm form = SsdForm.of(Zoo.graph(recipe), Optional.of(recipe));
    assertEquals(SsdScores.SOFTMAX, form.scores());
    boolean[] allowed = {false, true, true, true};
    requireInverse(form, allowed.length, new CaffeSsdDecoder(form.anchors(), allowed, 0.5f, 10));
  }

  private static void requireInverse(SsdForm form, int classes, DetectionDecoder decoder) {
    SsdMatching matching = form.matching();
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 20; trial++) {
      double top = random.nextDouble(0.7);
      double left = random.nextDouble(0.7);
      KnownObject object =
          object(
              1 + random.nextInt(classes - 1),
              top,
              left,
              top + random.nextDouble(0.05, 0.3),
              left + random.nextDouble(0.05, 0.3));
      SsdTargets targets = matching.of(List.of(List.of(object)));
      float[] logits = new float[targets.anchors() * classes];
      for (int a = 0; a < targets.anchors(); a++) {
        for (int c = 0; c < classes; c++) {
          logits[a * classes + c] = targets.classes()[a] == c ? 20 : -20;
        }
      }
      List<Found> found =
          decoder.decode(
              List.of(MemorySegment.ofArray(targets.codes()), MemorySegment.ofArray(logits)));
      assertEquals(1, found.size(), "all anchors of the object move to one box");
      Found one = found.getFirst();
      assertEquals(object.category(), one.category());
      assertEquals(object.top(), one.top(), 1e-5);
      assertEquals(object.left(), one.left(), 1e-5);
      assertEquals(object.bottom(), one.bottom(), 1e-5);
      assertEquals(object.right(), one.right(), 1e-5);
    }
  }

  @Test
  void networksWithoutAnchorsAreRefused() {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(96));
    assertThrows(UnsupportedModelException.class, () -> SsdForm.of(graph, Optional.empty()));
  }

  @Test
  void emptyAnchorsAndObjectsAreMistakes() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SsdMatching(new float[] {0, 0, 0, 1}, BoxCode.Y_FIRST));
    assertThrows(IllegalArgumentException.class, () -> object(0, 0, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> object(1, 0, Double.NaN, 1, 1));
  }
}
