package liviano.cli.serve;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.cli.options.StandardModel;
import liviano.formats.store.ModelStore;
import liviano.formats.store.StoredModel;
import liviano.model.ModelInfo;
import liviano.model.VisionTask;
import liviano.server.ModelSource;

/** The installed models, by their names. Those that are broken are left out. */
record StoreModels(ModelStore store) implements ModelSource {

  @Override
  public List<Offer> list() throws IOException {
    List<Offer> offers = new ArrayList<>();
    for (StoredModel model : store.list()) {
      if (model instanceof StoredModel.Installed installed) {
        offer(installed).ifPresent(offers::add);
      }
    }
    return offers;
  }

  /** Empty where it was removed in this moment. */
  private static Optional<Offer> offer(StoredModel.Installed model) throws IOException {
    try {
      ModelInfo info = new ModelInfo(model.card(), model.recipe());
      return Optional.of(ModelFile.offer(model.name(), model.file(), info));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Offer> find(String name) throws IOException {
    Optional<Path> file = ModelStore.isName(name) ? store.find(name) : Optional.empty();
    return file.isEmpty() || !file.get().equals(store.file(name))
        ? Optional.empty()
        : Optional.of(ModelFile.offer(name, file.get(), ModelInfo.read(file.get())));
  }

  /** The one that the verbs take where none is given, else the first of the task. */
  @Override
  public Optional<Offer> preferred(VisionTask task) throws IOException {
    Optional<StandardModel> standard =
        switch (task) {
          case CLASSIFICATION -> Optional.of(StandardModel.CLASSIFIER);
          case DETECTION -> Optional.of(StandardModel.DETECTOR);
          case SEGMENTATION -> Optional.of(StandardModel.SEGMENTER);
          case OTHER -> Optional.empty();
        };
    Optional<String> name = standard.flatMap(one -> one.installed(store));
    return name.isPresent() ? find(name.get()) : ModelSource.super.preferred(task);
  }
}
