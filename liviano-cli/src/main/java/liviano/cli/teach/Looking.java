package liviano.cli.teach;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.cli.CommandContext;
import liviano.cli.Kernels;
import liviano.cli.output.Progress;
import liviano.vision.teach.TeachOptions;
import liviano.vision.teach.Unreadable;

/** How these verbs look at many pictures: with a progress bar, and with a cache. */
final class Looking {
  private static final String CACHE = "features";

  /** Further ones are counted. */
  private static final int MOST_NAMED = 20;

  private Looking() {}

  /** The options that all of them share; the cache is in the folder of models. */
  static TeachOptions options(CommandContext context) {
    Optional<Path> cache = context.modelFolderIfAny().map(folder -> folder.resolve(CACHE));
    TeachOptions options =
        TeachOptions.defaults().withCompile(Kernels.options()).withProgress(new Bar(context));
    return cache.map(options::withCache).orElse(options);
  }

  /** Names pictures that could not be read. */
  static void report(List<Unreadable> unreadable, CommandContext context) {
    unreadable.stream()
        .limit(MOST_NAMED)
        .forEach(picture -> context.console().error(picture.line()));
    if (unreadable.size() > MOST_NAMED) {
      context.console().error("and " + (unreadable.size() - MOST_NAMED) + " more pictures");
    }
  }

  /** A bar for each time that pictures are looked through. */
  private static final class Bar implements TeachOptions.Progress {
    private final CommandContext context;
    private Optional<Progress> bar = Optional.empty();

    Bar(CommandContext context) {
      this.context = context;
    }

    @Override
    public void advance(int done, int of, String picture) {
      if (bar.isEmpty()) {
        bar = Optional.of(new Progress(context.console(), of));
      }
      bar.get().advance(picture);
      if (done == of) {
        bar.get().close();
        bar = Optional.empty();
      }
    }
  }
}
