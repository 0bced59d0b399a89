package liviano.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DetectionRule;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Detections of a few boxes, against results worked out by hand. */
class DetectionsTest {
  /** Centres and sizes: two that overlap by a third, one apart, and one of half the size in it. */
  private static final float[] ANCHORS = {
    0, 0, 2, 2,
    0, 1, 2, 2,
    9, 9, 2, 2,
    9, 9, 1, 2
  };

  /** Background and two classes. */
  private static final float[] SCORES = {
    0.9f, 0.5f, 0.1f,
    0.1f, 0.6f, 0.2f,
    0.0f, 0.3f, 0.8f,
    0.0f, 0.7f, 0.4f
  };

  @Test
  void theBestClassOfEachAnchorKeepsItsBox() {
    Session session = run(rule(3, 1, false, 0.3f, 0.4f));

    assertThat(session.output("scores").toArray()).containsExactly(0.8f, 0.6f, 0.5f);
    assertThat(session.output("classes").toArray()).containsExactly(1, 0, 0);
    assertThat(session.output("count").toArray()).containsExactly(3);
    assertThat(session.output("boxes").toArray())
        .containsExactly(8, 8, 10, 10, -1, 0, 1, 2, -1, -1, 1, 1);
  }

  /** What overlaps by more goes, and what is below the threshold; the rest is zeros. */
  @Test
  void whatIsNotFoundIsZero() {
    Session session = run(rule(4, 2, false, 0.55f, 0.3f));

    assertThat(session.output("count").toArray()).containsExactly(2);
    assertThat(session.output("scores").toArray())
        .containsExactly(0.8f, 0.3f, 0.6f, 0.2f, 0, 0, 0, 0);
    assertThat(session.output("classes").toArray()).containsExactly(1, 0, 0, 1, 0, 0, 0, 0);
    assertThat(session.output("boxes").toArray())
        .hasSize(32)
        .startsWith(8, 8, 10, 10, 8, 8, 10, 10, -1, 0, 1, 2, -1, 0, 1, 2, 0, 0);
  }

  /** Boxes of different classes may overlap. */
  @Test
  void eachClassByItselfGivesTheBestOfAll() {
    Session session = run(rule(3, 1, true, 0.25f, 0.4f));

    assertThat(session.output("scores").toArray()).containsExactly(0.8f, 0.7f, 0.6f);
    assertThat(session.output("classes").toArray()).containsExactly(1, 0, 0);
    assertThat(session.output("boxes").toArray())
        .containsExactly(8, 8, 10, 10, 8.5f, 8, 9.5f, 10, -1, 0, 1, 2);
  }

  /** Offsets in sizes of the anchor, sizes as logarithms, each over its scale. */
  @Test
  void codesMoveAndStretchTheirAnchors() {
    float[] codes = new float[16];
    codes[8] = 10 * 0.5f;
    codes[9] = -5 * 1;
    codes[10] = 2 * (float) Math.log(3);
    codes[11] = 4 * (float) Math.log(0.5);
    Session session = run(rule(1, 1, false, 0.75f, 0.5f), codes);

    assertThat(session.output("boxes").toArray())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(7, 6.5f, 13, 7.5f);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    GraphBuilder b = Graph.builder();
    List<Value> reads =
        List.of(
            b.input("codes", Shape.of(4, 4)),
            b.input("scores", Shape.of(4, 5)),
            b.input("anchors", Shape.of(4, 4)));
    Op op = new Op.DetectionPostProcess(rule(3, 1, false, 0, 0.5f));

    assertThatThrownBy(() -> b.add("found", op, reads, List.of("a", "b", "c", "d")))
        .isInstanceOf(GraphException.class)
        .hasMessage(
            "layer found: boxes 4x4, scores 4x5 and anchors 4x4 of 2 classes do not fit each other");
    assertThatThrownBy(() -> rule(0, 1, false, 0, 0.5f)).hasMessageContaining("0 detections");
    assertThatThrownBy(() -> rule(1, 1, false, 0, 0)).hasMessageContaining("overlap by 0.0");
  }

  private static DetectionRule rule(
      int most, int classesOfEach, boolean classByClass, float least, float overlap) {
    return new DetectionRule(most, classesOfEach, 5, classByClass, least, overlap, 2, 10, 5, 2, 4);
  }

  private static Session run(DetectionRule rule) {
    return run(rule, new float[16]);
  }

  private static Session run(DetectionRule rule, float[] codes) {
    GraphBuilder b = Graph.builder();
    List<Value> reads =
        List.of(
            b.input("codes", Shape.of(4, 4)),
            b.input("scores", Shape.of(4, 3)),
            b.input("anchors", Shape.of(4, 4)));
    List<Value> given =
        b.add(
            "found",
            new Op.DetectionPostProcess(rule),
            reads,
            List.of("found.boxes", "found.classes", "found.scores", "found.count"));
    Graph graph =
        b.output("boxes", given.get(0))
            .output("classes", given.get(1))
            .output("scores", given.get(2))
            .output("count", given.get(3))
            .build();
    Session session = Operations.session(graph, 1);
    session.input("codes").copyFrom(codes);
    session.input("scores").copyFrom(SCORES);
    session.input("anchors").copyFrom(ANCHORS);
    session.run();
    return session;
  }
}
