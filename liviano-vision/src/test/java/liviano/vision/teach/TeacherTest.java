package liviano.vision.teach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import liviano.model.Calibration;
import liviano.model.Model;
import liviano.vision.Category;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import liviano.vision.explain.ClassActivationMap;
import liviano.vision.explain.ClassMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeacherTest {
  @TempDir private Path folder;

  private static final TeachOptions OPTIONS = TeachOptions.defaults();

  /** The file's answers are those that were measured while teaching: one preparation for both. */
  @Test
  void classifiesTheSameFilesAsItWasTaught() throws IOException {
    List<Example> pictures = TeachingPictures.of(3, 20);
    Taught taught = Teacher.of(TeachingPictures.colours()).study(pictures, OPTIONS);
    Path file = folder.resolve("taught.safetensors");
    taught.model().save(file);
    ImageClassifier classifier = ImageClassifier.of(Model.load(file));
    assertThat(classifier.labels()).containsExactly("a", "b", "c");
    Measured measured = taught.validation().orElseThrow();
    assertThat(measured.answers()).hasSize(12);
    assertThat(measured.confusion().accuracy().share()).isEqualTo(1);
    for (Answer answer : measured.answers()) {
      Picture picture = Picture.read(answer.picture().source().bytes());
      float[] probabilities = classifier.probabilities(picture, Region.whole(picture));
      assertThat(probabilities[answer.answer()])
          .isCloseTo((float) answer.probability(), within(1e-4f));
      assertThat(probabilities[answer.truth()])
          .isCloseTo((float) answer.truthProbability(), within(1e-4f));
    }
  }

  @Test
  void theResultIsAClassifierOfTheZooThatExplainsItself() throws IOException {
    Model base = TeachingPictures.classifier();
    Model model = Teacher.of(base).teach(TeachingPictures.of(2, 10), OPTIONS);
    assertThat(model.recipe()).contains(base.recipe().orElseThrow().withClasses(2));
    assertThat(model.card().preprocessing()).isEqualTo(base.card().preprocessing());
    assertThat(model.card().licence()).isEqualTo("Apache-2.0");
    assertThat(model.card().origin()).contains("16 pictures of 2 classes").endsWith(": here");
    assertThat(ImageClassifier.of(model).program().steps())
        .hasSameSizeAs(ImageClassifier.of(base).program().steps());
    Picture picture = Picture.read(TeachingPictures.png(1, 5));
    ClassMap map = ClassActivationMap.of(model).explain(picture).getFirst();
    assertThat(map.mean() + map.bias()).isCloseTo(map.logit(), within(1e-3));
    assertThat(map.category()).isEqualTo(ImageClassifier.of(model).classify(picture).getFirst());
    Model cool =
        model.withCard(model.card().withCalibration(new Calibration(3, OptionalDouble.empty())));
    Category milder = ImageClassifier.of(cool).classify(picture).getFirst();
    assertThat(milder.score()).isLessThan(map.category().score());
    assertThat(ClassActivationMap.of(cool).explain(picture).getFirst().category())
        .isEqualTo(milder);
  }

  @Test
  void aDetectorsBackboneServesToo() throws IOException {
    Taught taught =
        Teacher.of(TeachingPictures.detector()).study(TeachingPictures.of(2, 15), OPTIONS);
    assertThat(taught.validation().orElseThrow().confusion().accuracy().share()).isGreaterThan(0.6);
    Picture picture = Picture.read(TeachingPictures.png(0, 9));
    assertThat(ClassActivationMap.of(taught.model()).explain(picture)).hasSize(2);
  }

  /** Nor does the order in which they are given. */
  @Test
  void theNumberOfThreadsAndTheOrderChangeNoBit() {
    theSame(TeachingPictures.of(3, 12));
    List<Example> divided = new ArrayList<>(TeachingPictures.of(3, 8, Part.TRAINING, 0));
    divided.addAll(TeachingPictures.of(3, 4, Part.VALIDATION, 700));
    theSame(divided);
  }

  private static void theSame(List<Example> pictures) {
    Model one = Teacher.of(TeachingPictures.classifier()).teach(pictures, OPTIONS.withThreads(1));
    List<Example> mixed = new ArrayList<>(pictures);
    Collections.shuffle(mixed, new Random(3));
    for (int threads : new int[] {1, 3}) {
      Model other =
          Teacher.of(TeachingPictures.classifier()).teach(mixed, OPTIONS.withThreads(threads));
      assertThat(other.texts()).isEqualTo(one.texts());
      assertThat(other.weights()).isEqualTo(one.weights());
    }
  }

  @Test
  void twoClassesOfThreePicturesTeach() {
    Taught taught =
        Teacher.of(TeachingPictures.classifier()).study(TeachingPictures.of(2, 3), OPTIONS);
    assertThat(taught.classes())
        .containsExactly(new ClassCount("a", 2, 1, 0), new ClassCount("b", 2, 1, 0));
    var accuracy = taught.validation().orElseThrow().confusion().accuracy();
    assertThat(accuracy.high() - accuracy.low()).isGreaterThan(0.6);
  }

  @Test
  void onePictureOfEachClassTeachesWithoutValidation() {
    Taught taught =
        Teacher.of(TeachingPictures.classifier())
            .study(TeachingPictures.of(2, 1), OPTIONS.withOpenSet(true));
    assertThat(taught.validation()).isEmpty();
    assertThat(taught.notices())
        .anyMatch(line -> line.startsWith("class 'a' has one picture to learn from"))
        .anyMatch(line -> line.startsWith("no picture is left for validation"))
        .anyMatch(line -> line.startsWith("no threshold for unknown pictures"));
  }

  @Test
  void whatCannotBeReadIsNamedAndLeftOut() {
    List<Example> pictures = new ArrayList<>(TeachingPictures.of(2, 4));
    pictures.add(TeachingPictures.example("bad.png", "a", Part.ANY, new byte[] {1, 2, 3}));
    pictures.add(
        new Example(
            "gone.png",
            "b",
            Part.ANY,
            () -> {
              throw new NoSuchFileException("gone.png");
            }));
    pictures.add(TeachingPictures.example("lost.png", "c", Part.ANY, new byte[0]));
    Taught taught = Teacher.of(TeachingPictures.classifier()).study(pictures, OPTIONS);
    assertThat(taught.unreadable())
        .extracting(Unreadable::name)
        .containsExactly("bad.png", "gone.png", "lost.png");
    assertThat(taught.unreadable().get(1).line()).isEqualTo("gone.png: is no longer there");
    assertThat(taught.model().card().labels()).containsExactly("a", "b");
    assertThat(taught.notices()).anyMatch(line -> line.startsWith("class 'c' is left out"));
  }

  @Test
  void oneClassAndTooManyAreRefused() {
    Teacher teacher = Teacher.of(TeachingPictures.classifier());
    assertThatThrownBy(() -> teacher.teach(TeachingPictures.of(1, 3), OPTIONS))
        .isInstanceOf(TeachException.class)
        .hasMessage("only one class has pictures to learn from, 'a': give at least two");
    assertThatThrownBy(() -> teacher.teach(List.of(), OPTIONS))
        .isInstanceOf(TeachException.class)
        .hasMessage("there is no picture to learn from");
    List<Example> many = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      many.add(TeachingPictures.example("p" + i, "class " + i, Part.ANY, new byte[0]));
    }
    assertThatThrownBy(() -> teacher.teach(many, OPTIONS))
        .isInstanceOf(TeachException.class)
        .hasMessageStartingWith("10000 classes: teach at most 1000");
  }

  /** Also where they were given for both parts, and where one has two labels. */
  @Test
  void thePicturesThatAreNearlyTheSameAreToldOrStayTogether() {
    List<Example> apart = new ArrayList<>(TeachingPictures.of(2, 6, Part.TRAINING, 0));
    apart.addAll(TeachingPictures.of(2, 2, Part.VALIDATION, 0));
    apart.add(TeachingPictures.example("twice", "b", Part.TRAINING, TeachingPictures.png(0, 3)));
    Taught taught = Teacher.of(TeachingPictures.classifier()).study(apart, OPTIONS);
    assertThat(taught.duplicates().stream().filter(Duplicate::same)).hasSize(4);
    assertThat(taught.contradictions())
        .singleElement()
        .satisfies(pair -> assertThat(pair.second().name()).isEqualTo("twice"));

    List<Example> bursts = new ArrayList<>();
    for (Example each : TeachingPictures.of(2, 6)) {
      bursts.add(each);
      bursts.add(new Example(each.name() + " again", each.label(), Part.ANY, each.source()));
    }
    Taught together = Teacher.of(TeachingPictures.classifier()).study(bursts, OPTIONS);
    assertThat(together.duplicates()).isEmpty();
    assertThat(together.validation()).isPresent();
  }

  @Test
  void anOpenSetHasAThresholdThatClassifyKnows() {
    Taught taught =
        Teacher.of(TeachingPictures.classifier())
            .study(TeachingPictures.of(4, 20), OPTIONS.withOpenSet(true));
    OpenSet open = taught.openSet().orElseThrow();
    assertThat(open.knownKept()).isGreaterThanOrEqualTo(0.95);
    assertThat(open.found()).extracting(OpenSet.Found::lost).containsExactly(0.05, 0.1);
    assertThat(open.found().getFirst().unknown()).isBetween(0.0, open.found().getLast().unknown());
    assertThat(taught.model().card().calibration().unknownBelow()).hasValue(open.threshold());
    Model strict =
        taught
            .model()
            .withCard(
                taught.model().card().withCalibration(new Calibration(1, OptionalDouble.of(1))));
    Picture picture = Picture.read(TeachingPictures.png(0, 1));
    ImageClassifier classifier = ImageClassifier.of(strict, ClassifierOptions.defaults());
    assertThat(classifier.isUnknown(classifier.classify(picture))).isTrue();
  }

  @Test
  void theLearningCurveEndsWithAllPictures() {
    List<Example> pictures = new ArrayList<>(TeachingPictures.of(2, 12, Part.TRAINING, 0));
    pictures.addAll(TeachingPictures.of(2, 5, Part.VALIDATION, 500));
    pictures.addAll(TeachingPictures.of(2, 6, Part.TEST, 900));
    Taught taught =
        Teacher.of(TeachingPictures.classifier()).study(pictures, OPTIONS.withLearningCurve(true));
    assertThat(taught.curve()).extracting(CurvePoint::perClass).containsExactly(1, 2, 5, 10, 12);
    assertThat(taught.curve().getLast().accuracy())
        .isEqualTo(taught.test().orElseThrow().confusion().accuracy());
    assertThat(taught.morePicturesWouldHelp()).isEmpty(); // too few are measured
  }

  @Test
  void copiesAreLearnedFromToo() {
    List<Example> pictures = TeachingPictures.of(2, 8);
    Teacher teacher = Teacher.of(TeachingPictures.classifier());
    Taught plain = teacher.study(pictures, OPTIONS);
    Taught more = teacher.study(pictures, OPTIONS.withAugment(true));
    assertThat(more.classes()).isEqualTo(plain.classes());
    assertThat(more.model().weights()).isNotEqualTo(plain.model().weights());
    assertThat(teacher.teach(pictures, OPTIONS.withAugment(true)).weights())
        .isEqualTo(more.model().weights());
  }
}
