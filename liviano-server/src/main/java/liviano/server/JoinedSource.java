package liviano.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.model.VisionTask;

/**
 * The models of two sources.
 *
 * @param first whose models are meant where both have one
 */
record JoinedSource(ModelSource first, ModelSource second) implements ModelSource {

  @Override
  public List<Offer> list() throws IOException {
    List<Offer> before = first.list();
    Set<String> names = before.stream().map(Offer::name).collect(Collectors.toSet());
    Stream<Offer> others = second.list().stream().filter(offer -> !names.contains(offer.name()));
    return Stream.concat(before.stream(), others).toList();
  }

  @Override
  public Optional<Offer> find(String name) throws IOException {
    Optional<Offer> found = first.find(name);
    return found.isPresent() ? found : second.find(name);
  }

  @Override
  public Optional<Offer> preferred(VisionTask task) throws IOException {
    Optional<Offer> preferred = first.preferred(task);
    return preferred.isPresent() ? preferred : second.preferred(task);
  }
}
