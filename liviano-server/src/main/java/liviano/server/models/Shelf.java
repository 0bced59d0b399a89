package liviano.server.models;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import liviano.LivianoException;
import liviano.model.VisionTask;
import liviano.server.ModelSource;
import liviano.server.ModelSource.Offer;

/**
 * What a source offers, asked at most once a second, and the models that were taught. Where the
 * source fails, what it offered before is still there. Thread-safe.
 */
final class Shelf {
  private static final System.Logger LOGGER = System.getLogger("liviano.server");
  private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

  private final ModelSource source;
  private final Map<String, Offer> added = new LinkedHashMap<>();
  private Optional<Known> known = Optional.empty();
  private long asked; // as System.nanoTime tells it

  Shelf(ModelSource source) {
    this.source = source;
  }

  /**
   * The models that there are.
   *
   * @throws IOException if the source fails, and has never answered
   */
  synchronized Known known() throws IOException {
    if (known.isEmpty() || System.nanoTime() - asked > FRESH) {
      try {
        known = Optional.of(ask());
      } catch (IOException | LivianoException e) {
        if (known.isEmpty()) {
          throw e;
        }
        LOGGER.log(Level.WARNING, "the models cannot be listed: " + e.getMessage());
      }
      asked = System.nanoTime();
    }
    return known.get();
  }

  private Known ask() throws IOException {
    List<Offer> offers = new ArrayList<>(source.list());
    Set<String> names = offers.stream().map(Offer::name).collect(Collectors.toSet());
    Collection<Offer> more = added.values();
    more.stream().filter(offer -> !names.contains(offer.name())).forEach(offers::add);
    Map<VisionTask, String> preferred = new EnumMap<>(VisionTask.class);
    for (VisionTask task : VisionTask.values()) {
      Optional<Offer> first = source.preferred(task);
      first
          .or(() -> more.stream().filter(offer -> offer.task() == task).findFirst())
          .ifPresent(offer -> preferred.put(task, offer.name()));
    }
    return new Known(offers, preferred);
  }

  /** Makes the next question go to the source. */
  synchronized void forget() {
    asked = System.nanoTime() - FRESH - 1;
  }

  synchronized void add(Offer offer) {
    added.put(offer.name(), offer);
    forget();
  }

  synchronized void remove(String name) {
    added.remove(name);
    forget();
  }
}
