package liviano.server.models;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.model.VisionTask;
import liviano.server.ModelSource.Offer;

/**
 * The models that there were a moment ago.
 *
 * @param offers in the order in which they are offered
 * @param preferred the name of the model that is meant where a request names none
 */
public record Known(List<Offer> offers, Map<VisionTask, String> preferred) {

  public Known {
    offers = List.copyOf(offers);
    preferred = Map.copyOf(preferred);
  }

  /** The model of that name, or the only one of that alias. */
  public Optional<Offer> find(String name) {
    Optional<Offer> named = offers.stream().filter(offer -> offer.name().equals(name)).findFirst();
    return named.isPresent() ? named : aliased(name);
  }

  private Optional<Offer> aliased(String alias) {
    List<Offer> all =
        offers.stream()
            .filter(offer -> offer.alias().filter(alias::equals).isPresent())
            .limit(2)
            .toList();
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /** The alias of a model, if it is understood: no other has it for a name or an alias. */
  public Optional<String> alias(Offer offer) {
    return offer.alias().filter(alias -> find(alias).filter(offer::equals).isPresent());
  }

  /** The model that is meant by requests that name none; where no classifier is, others embed. */
  public Optional<Offer> preferred(ServedTask task) {
    Optional<Offer> named = Optional.ofNullable(preferred.get(task.models())).flatMap(this::find);
    return named.isPresent() || task != ServedTask.EMBED
        ? named
        : offers.stream().filter(offer -> ServedTask.of(offer.task()).contains(task)).findFirst();
  }

  /** What a model is asked where a request names none. */
  public List<ServedTask> defaultOf(Offer offer) {
    return Arrays.stream(ServedTask.values())
        .filter(task -> preferred(task).filter(offer::equals).isPresent())
        .toList();
  }
}
