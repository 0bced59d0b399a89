package liviano.formats.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import liviano.cost.Cost;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.model.VisionTask;
import liviano.zoo.Architecture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("locale")
class CatalogueTest {
  private static final String GOOD =
      """
      [{"name": "tiny", "aliases": ["small"], "task": "classification", "network": "mobilenet_v2",
        "width": 0.35, "resolution": 96, "title": "Tiny", "licence": "CC0-1.0",
        "accuracy": {"top1": 0.5}, "accuracy_from": "its author",
        "preparation": {"preset": "torchvision", "shorter_side": 232}, "classes": "imagenet",
        "parameters": 1000, "sources": [{"file": "https://models.example/tiny-01234567.pth",
                     "sha256_prefix": "01234567"}]}]
      """;

  static List<Published> published() {
    return Catalogue.builtIn().all();
  }

  static Stream<Published> ofTheZoo() {
    return published().stream()
        .filter(model -> !model.name().matches("nsfw_.*|mobilenetv2_1.0d.*"));
  }

  static Stream<Published> ofSlim() {
    return published().stream().filter(model -> model.name().matches("mobilenet_v2_[\\d.]+_\\d+"));
  }

  private static Catalogue read(String json) {
    return new Catalogue(CatalogueJson.read(Json.parse(json)));
  }

  @Test
  void detectorIsThereWithAllItsFiles() {
    Published detector = Catalogue.builtIn().find("ssdlite_mobilenet_v2_coco").orElseThrow();
    assertThat(detector.sources()).hasSize(2);
    assertThat(detector.sources().getLast().downloads()).hasSize(6);
    assertThat(detector.sources().getLast().bytes()).hasValue(18_561_843L);
    assertThat(detector.bytes()).hasValue(16_865_414L);
  }

  @ParameterizedTest
  @MethodSource("published")
  void entryIsWhole(Published model) {
    assertThat(model.title()).isNotBlank();
    assertThat(model.licence()).matches("[A-Za-z0-9.-]+");
    assertThat(model.accuracy().values()).allMatch(figure -> figure > 0 && figure < 1);
    assertThat(model.accuracySource().isEmpty()).isEqualTo(model.accuracy().isEmpty());
    Architecture network = Zoo.find(model.network()).orElseThrow();
    Recipe recipe = network.defaults().withWidth(model.width()).withResolution(model.resolution());
    assertThat(recipe.resolution()).isEqualTo(model.resolution());
    model
        .preparation()
        .ifPresent(
            preparation ->
                assertThat(preparation.preprocessing(model.resolution()).height())
                    .isEqualTo(model.resolution()));
    assertThat(model.sources())
        .allSatisfy(
            source ->
                assertThat(source.downloads()).isNotEmpty().allSatisfy(CatalogueTest::isStated));
  }

  /** With a checksum, or openly without one; never a source that a plain connection would serve. */
  private static void isStated(String address, Digest digest) {
    assertThat(address).matches("(https://|npm:).+");
    assertThat(digest.isStated() || digest.checksum() instanceof Checksum.Unstated).isTrue();
  }

  /** Those that the zoo builds: the deeper ones of timm and a classifier of others are not. */
  @ParameterizedTest
  @MethodSource("ofTheZoo")
  void numberOfParametersIsThatOfTheNetwork(Published model) {
    int classes =
        switch (model.task()) {
          case CLASSIFICATION -> model.accuracySource().contains("slim") ? 1001 : 1000;
          case DETECTION -> 90;
          default -> 21;
        };
    Recipe recipe =
        Zoo.architecture(model.network())
            .defaults()
            .withWidth(model.width())
            .withResolution(model.resolution())
            .withClasses(classes);
    assertThat(Cost.of(Zoo.graph(recipe)).parameters()).isEqualTo(model.parameters());
  }

  @Test
  void allThatAreKnownAreThere() {
    List<String> names = published().stream().map(Published::name).toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(45);
    assertThat(names.stream().filter(name -> name.matches("mobilenet_v2_[\\d.]+_\\d+")))
        .hasSize(22);
    assertThat(names.stream().filter(name -> name.matches("mobilenet_v1_[\\d.]+_\\d+")))
        .hasSize(16);
    assertThat(names.stream().filter(name -> name.startsWith("mobilenetv2_"))).hasSize(5);
    assertThat(names.stream().filter(name -> name.startsWith("deeplab_v3_"))).hasSize(3);
    assertThat(names)
        .contains(
            "mobilenet_v2_torchvision_v1",
            "mobilenet_v2_torchvision_v2",
            "ssdlite_mobilenet_v2_coco",
            "nsfw_mobilenet_v2");
  }

  /** Slim's archives and keras-applications' files hold the same weights. */
  @ParameterizedTest
  @MethodSource("ofSlim")
  void checkpointsOfSlimHaveTwoSources(Published model) {
    assertThat(model.sources())
        .extracting(source -> ((Source.WebFile) source).fileName())
        .containsExactly(
            model.name() + ".tgz",
            model.name().replace("v2_", "v2_weights_tf_dim_ordering_tf_kernels_") + ".h5");
    assertThat(model.sources().getFirst().downloads().values())
        .allMatch(digest -> digest.checksum() instanceof Checksum.Sha256);
  }

  @Test
  void entryIsReadAsWritten() {
    Published tiny = read(GOOD).find("small").orElseThrow();
    assertThat(tiny.name()).isEqualTo("tiny");
    assertThat(tiny.task()).isEqualTo(VisionTask.CLASSIFICATION);
    assertThat(tiny.bytes()).isEqualTo(OptionalLong.empty());
    assertThat(tiny.classes()).isEqualTo(ClassNames.Known.IMAGENET);
    assertThat(tiny.preparation().orElseThrow().shorterSide()).hasValue(232);
    assertThat(tiny.sources().getFirst())
        .isInstanceOfSatisfying(
            Source.WebFile.class,
            file -> {
              assertThat(file.digest().checksum()).isEqualTo(new Checksum.Sha256Prefix("01234567"));
              assertThat(file.member()).isEqualTo(Optional.empty());
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"tiny\"|\"../tiny\"|not a model's name",
        "[\"small\"]|[\"tiny\"]|two published models are called 'tiny'",
        "https:|http:|not an address behind HTTPS",
        "https://models.example/tiny-01234567.pth|https://models.example/|not a file",
        "\"01234567\"|\"0123\"|'0123' is no checksum of 8 digits",
        "\"imagenet\"|\"klingon\"|'klingon' is none of imagenet, coco, voc",
        "\"imagenet\"|[]|no names of classes",
        "\"classification\"|\"cooking\"|'cooking' is none of",
        "\"title\"|\"titel\"|unknown member \"titel\"",
        "\"sha256_prefix\"|\"sha256\"|no checksum of 64 digits"
      })
  void whatDoesNotFitTogetherIsRefused(String old, String changed, String reason) {
    assertThat(GOOD).contains(old);
    assertThatThrownBy(() -> read(GOOD.replace(old, changed)))
        .isInstanceOfAny(JsonException.class, IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }

  @Test
  void nearNamesAreOffered() {
    assertThat(Catalogue.builtIn().near("ssdlite_mobilenet_v2_cocoo"))
        .first()
        .isEqualTo("ssdlite_mobilenet_v2_coco");
  }
}
