package liviano.bench.beside;

import java.util.Optional;
import liviano.cli.SideBySide.Request;
import liviano.cli.options.PrecisionOption;
import liviano.engine.Precision;

/**
 * What engines compute with.
 *
 * @param ours what Liviano does
 * @param theirs what the peers do: a network as it is
 */
record Precisions(Precision ours, Precision theirs) {
  static Precisions of(Request request) {
    Precision own = request.model().graph().isQuantized() ? Precision.INT8 : Precision.FP32;
    Optional<Precision> asked =
        PrecisionOption.options(request.precision(), "--precision").precision();
    return new Precisions(asked.orElse(own), own);
  }

  boolean areBoth(Precision precision) {
    return ours == precision && theirs == precision;
  }

  /** Such as {@code bf16, peers fp32}. */
  String title() {
    return ours == theirs ? ours.title() : ours.title() + ", peers " + theirs.title();
  }
}
