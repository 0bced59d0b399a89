package liviano.vision.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import liviano.vision.eval.Part;
import liviano.vision.teach.regression.LinearHead;
import org.junit.jupiter.api.Test;

/** A head that gives embeddings back as logits. */
class LessonTest {
  private static final LinearHead SAME =
      new LinearHead(2, 2, new float[] {1, 0, 0, 1}, new float[2]);

  private static Seen seen(String label, float logit) {
    return new Seen(
        TeachingPictures.example("p", label, Part.VALIDATION, new byte[0]),
        "",
        0,
        new float[] {logit, 0});
  }

  private static Lesson lesson(List<Seen> validation) {
    return new Lesson(List.of("a", "b"), new Parts(List.of(), validation, List.of()), List.of(), 1);
  }

  /** One answer that is wrong and very sure asks for a temperature that spoils all others. */
  @Test
  void aTemperatureThatMakesProbabilitiesWorseIsNotTaken() {
    List<Seen> validation = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      validation.add(seen("a", 2.944f)); // 95 %
    }
    validation.add(seen("b", 12));
    assertThat(lesson(validation).temperature(SAME)).isEqualTo(1);
  }

  @Test
  void aTemperatureThatMakesThemBetterIs() {
    List<Seen> validation = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      validation.add(seen(i < 15 ? "a" : "b", 6)); // 99.8 %, of which 75 % are right
    }
    Lesson lesson = lesson(validation);
    double temperature = lesson.temperature(SAME);
    assertThat(temperature).isGreaterThan(3);
    assertThat(Measured.of(SAME, lesson.labels(), temperature, validation).calibrationError())
        .isLessThan(0.01);
  }
}
