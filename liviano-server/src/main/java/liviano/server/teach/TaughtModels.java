package liviano.server.teach;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.model.Model;
import liviano.server.ModelSource.Offer;
import liviano.server.models.Models;

/** The models that were taught last: served until newer ones take their place. Thread-safe. */
final class TaughtModels {
  private final Models models;
  private final int most;
  private final SequencedMap<String, Model> taught = new LinkedHashMap<>(); // the oldest first
  private int number;

  TaughtModels(Models models, int most) {
    this.models = models;
    this.most = most;
  }

  /** Serves one more. */
  synchronized String add(Model model) {
    String name = "taught-" + ++number;
    models.add(Offer.of(name, model));
    taught.put(name, model);
    while (taught.size() > most) {
      models.remove(taught.pollFirstEntry().getKey());
    }
    return name;
  }

  /** One that is still served. */
  synchronized Optional<Model> find(String name) {
    return Optional.ofNullable(taught.get(name));
  }
}
