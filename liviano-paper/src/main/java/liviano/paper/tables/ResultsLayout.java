package liviano.paper.tables;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import liviano.paper.published.Count;

/**
 * What a table of results shows besides what all of them do.
 *
 * @param more columns after the network's name
 * @param parameters which count of the parameters is held against the published one
 * @param padded whether atrous convolutions are counted padded too
 * @param device whose milliseconds were published; empty where there are none
 * @param remarks what is to be said of all rows
 */
record ResultsLayout(
    String id,
    String title,
    List<Column> more,
    ToLongFunction<Count> parameters,
    boolean padded,
    Optional<String> device,
    List<String> remarks) {

  ResultsLayout(String id, String title) {
    this(id, title, List.of(), Count::parameters, false, Optional.empty(), List.of());
  }

  ResultsLayout withMore(List<Column> columns) {
    return new ResultsLayout(id, title, columns, parameters, padded, device, remarks);
  }

  /** Holds the count without batch norm against the published one. */
  ResultsLayout withoutNorm() {
    return new ResultsLayout(
        id, title, more, Count::parametersWithoutNorm, padded, device, remarks);
  }

  ResultsLayout withPadded() {
    return new ResultsLayout(id, title, more, parameters, true, device, remarks);
  }

  ResultsLayout withDevice(String name) {
    return new ResultsLayout(id, title, more, parameters, padded, Optional.of(name), remarks);
  }

  ResultsLayout withRemarks(String... lines) {
    return new ResultsLayout(id, title, more, parameters, padded, device, List.of(lines));
  }
}
