package liviano.paper.lab;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.Kernels;
import liviano.cli.UsageException;
import liviano.cli.input.Batch;
import liviano.cli.input.Input;
import liviano.cli.input.Inputs;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.Pictures;
import liviano.paper.experiments.NetworkManifold;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The manifold of a trained network instead of a spiral's: options, and the way to the answer. */
final class NetworkOfManifold {
  @Option(
      names = "--network",
      description = "Count the directions that the layers of a trained network use on pictures.")
  private boolean network;

  @Option(
      names = "--images",
      paramLabel = "FOLDER",
      description = "With --network: the pictures to look at, a folder, file or pattern.")
  private Optional<String> images = Optional.empty();

  @Mixin private LimitOption limit;
  @Mixin private ModelOption model;

  /** For picocli, which fills the fields. */
  NetworkOfManifold() {}

  /**
   * Whether it is asked for.
   *
   * @throws UsageException if its options are given without it, or it lacks pictures
   */
  boolean isAsked() {
    if (!network && (images.isPresent() || limit.isSet() || model.isSet())) {
      throw new UsageException("--images, --limit and --model go with --network");
    }
    if (network && images.isEmpty()) {
      throw new UsageException("--network looks at pictures: give --images FOLDER");
    }
    limit.require();
    return network;
  }

  /**
   * Looks at the pictures.
   *
   * @return the exit status
   */
  int run(CommandContext context, LabOptions options) throws IOException {
    List<Input> all = Inputs.expand(List.of(images.orElseThrow()), context.console().input());
    List<Input> inputs = limit.of(all);
    NamedModel named = model.load(context);
    NetworkManifold manifold = manifold(named);
    AtomicInteger status = new AtomicInteger();
    options.answer(
        context,
        () -> {
          AtomicInteger watched = new AtomicInteger();
          status.set(
              new Batch(context)
                  .run(
                      inputs,
                      input -> manifold.watch(Pictures.read(input)),
                      (input, values) -> {
                        watched.incrementAndGet();
                        manifold.add(values);
                      }));
          ExperimentPictures.requireAny(watched.get(), inputs.size());
          return new NetworkManifoldAnswer(named.name(), watched.get(), manifold.blocks());
        });
    return status.get();
  }

  private static NetworkManifold manifold(NamedModel named) {
    try {
      return new NetworkManifold(named.model(), Kernels.options());
    } catch (IllegalArgumentException | LivianoException e) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: %s", named.name(), e.getMessage()), e);
    }
  }
}
