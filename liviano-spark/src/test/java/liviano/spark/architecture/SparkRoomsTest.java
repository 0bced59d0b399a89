package liviano.spark.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Collectors;
import liviano.spark.ImageClassification;
import org.junit.jupiter.api.Test;

/** The rooms of this module and their arrows, as docs/architecture.md draws them. */
class SparkRoomsTest {
  private static final String LIBRARY = "liviano.spark";
  private static final String VERB = "liviano.spark.cli";
  private static final String TRAINING = "liviano.spark.train";
  private static final String WORKER_TASK = TRAINING + ".WorkerTask";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(ImageClassification.class.getProtectionDomain().getCodeSource().getLocation());

  /** Clusters have neither the command nor what is inside the tasks. */
  private static ArchRule without(String room, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  @Test
  void theLibraryStandsWithoutTheCommand() {
    without(LIBRARY, VERB, TRAINING, "liviano.cli..", "picocli..", "liviano.server..")
        .check(CLASSES);
  }

  /** Inference needs no libtorch, nor what does; workers have it in processes of their own. */
  @Test
  void nothingButTrainingKnowsTraining() {
    without(LIBRARY, "liviano.train..").check(CLASSES);
    without(VERB, TRAINING, "liviano.train..").check(CLASSES);
    without("liviano.spark..", "org.bytedeco..", "liviano.train.torch..").check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(TRAINING)
        .should()
        .dependOnClassesThat(
            resideInAPackage("liviano.train..")
                .and(not(resideInAPackage("liviano.train.parallel"))))
        .check(CLASSES);
  }

  /** What tasks are made of is deserialized where the command is not. */
  @Test
  void tasksOfTrainingStandWithoutTheCommand() {
    noClasses()
        .that(
            assignableTo(WORKER_TASK)
                .or(assignableTo(TRAINING + ".WorkerFiles"))
                .or(assignableTo(TRAINING + ".WorkerEnd"))
                .or(assignableTo(TRAINING + ".Said")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("liviano.cli..", "picocli..", VERB)
        .check(CLASSES);
    assertThat(CLASSES.contain(WORKER_TASK)).isTrue();
  }

  @Test
  void tasksAreUsedAsTheirUsersDo() {
    without(
            "liviano.spark..",
            "liviano.vision.detection..",
            "liviano.vision.segmentation..",
            "liviano.vision.picture.codec..",
            "liviano.kernels..")
        .check(CLASSES);
  }

  @Test
  void theseAreAllPackages() {
    assertThat(CLASSES.stream().map(type -> type.getPackageName()).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(LIBRARY, VERB, TRAINING);
  }

  @Test
  void aBreachWouldBeNoticed() {
    assertThatThrownBy(() -> without(VERB, "liviano.cli..").check(CLASSES))
        .isInstanceOf(AssertionError.class);
  }
}
