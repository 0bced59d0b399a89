package liviano.spark.architecture;

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
    without(LIBRARY, VERB, "liviano.cli..", "picocli..", "liviano.server..", "liviano.train..")
        .check(CLASSES);
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
        .containsExactlyInAnyOrder(LIBRARY, VERB);
  }

  @Test
  void aBreachWouldBeNoticed() {
    assertThatThrownBy(() -> without(VERB, "liviano.cli..").check(CLASSES))
        .isInstanceOf(AssertionError.class);
  }
}
