package liviano.cli.options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.cli.CommandContext;
import liviano.cli.install.Installer;
import liviano.formats.store.Catalogue;
import liviano.formats.store.ClassNames;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;

/**
 * What verbs take where no model is given: the first of these published models that is installed,
 * else the first that can be fetched.
 */
public enum StandardModel {
  /** Of ImageNet's classes. */
  CLASSIFIER("mobilenet_v2_torchvision_v2", "mobilenet_v2_1.0_224"),

  /** Any model of ImageNet's classes that is installed will do, else the detector's backbone. */
  EMBEDDER("mobilenet_v2_torchvision_v2", "mobilenet_v2_1.0_224", "ssdlite_mobilenet_v2_coco") {
    @Override
    Stream<Published> installed(Catalogue catalogue, ModelStore store) {
      Stream<Published> imageNet =
          catalogue.all().stream().filter(model -> model.classes() == ClassNames.Known.IMAGENET);
      List<Published> named = published(catalogue);
      return Stream.of(
              named.subList(0, named.size() - 1).stream(), imageNet, Stream.of(named.getLast()))
          .flatMap(models -> models)
          .filter(model -> store.find(model.name()).isPresent());
    }
  },

  /** Of COCO's objects. */
  DETECTOR("ssdlite_mobilenet_v2_coco"),

  /** Of PASCAL VOC's classes. */
  SEGMENTER("deeplab_v3_mobilenet_v2_voc");

  private final List<String> names;

  StandardModel(String... names) {
    this.names = List.of(names);
  }

  /** What the models are called, the first to be preferred. */
  public List<String> names() {
    return names;
  }

  /** The name of the model that is taken of those that are installed; empty where none is. */
  public Optional<String> installed(ModelStore store) {
    return installed(Catalogue.builtIn(), store).findFirst().map(Published::name);
  }

  List<Published> published(Catalogue catalogue) {
    return names.stream().map(name -> catalogue.find(name).orElseThrow()).toList();
  }

  Stream<Published> installed(Catalogue catalogue, ModelStore store) {
    return published(catalogue).stream().filter(model -> store.find(model.name()).isPresent());
  }

  /**
   * The name of the model to take, which is in the store then.
   *
   * @param option with which the user gives another
   * @throws liviano.cli.UsageException if none is installed, and {@code --offline} forbids to fetch
   *     one
   * @throws liviano.cli.CommandException if none is installed, and none can be
   */
  String require(CommandContext context, String option) {
    Catalogue catalogue = Catalogue.builtIn();
    ModelStore store = new ModelStore(context.modelFolder());
    Optional<Published> installed = installed(catalogue, store).findFirst();
    return installed
        .orElseGet(() -> Installer.of(context, option).installFirst(published(catalogue)))
        .name();
  }

  /** For people: {@code classifier}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
