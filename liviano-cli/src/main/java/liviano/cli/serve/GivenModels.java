package liviano.cli.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.options.ModelOption;
import liviano.model.ModelInfo;
import liviano.server.ModelSource;

/**
 * The models that the command line names, in its order. An installed one has its name; a file that
 * of its card, or the file's own where that cannot stand in an address or is taken. A title with
 * blanks is hard to write in an address: the file's own name serves beside it.
 */
final class GivenModels implements ModelSource {
  private record Given(Path file, ModelInfo info) {}

  private final SequencedMap<String, Given> models;

  private GivenModels(SequencedMap<String, Given> models) {
    this.models = models;
  }

  /**
   * Finds them, and reads what they are.
   *
   * @throws CommandException if one is not there, or is no model
   * @throws IOException if one cannot be read
   */
  static GivenModels of(List<String> arguments, CommandContext context) throws IOException {
    SequencedMap<String, Given> models = new LinkedHashMap<>();
    for (String argument : arguments) {
      Path file = ModelOption.find(argument, context);
      boolean installed = ModelOption.installed(argument, context).filter(file::equals).isPresent();
      ModelInfo info = info(argument, file);
      String name = installed ? ownName(file) : name(file, info, models);
      models.putIfAbsent(name, new Given(file, info));
    }
    return new GivenModels(models);
  }

  private static ModelInfo info(String argument, Path file) throws IOException {
    try {
      return ModelFile.info(file);
    } catch (LivianoException e) {
      throw CommandException.about(argument, e);
    }
  }

  private static String name(Path file, ModelInfo info, Map<String, Given> taken) {
    String title = info.card().title();
    if (isUsable(title) && !taken.containsKey(title)) {
      return title;
    }
    String own = ownName(file);
    String name = own;
    for (int i = 2; taken.containsKey(name); i++) {
      name = String.format(Locale.ROOT, "%s-%d", own, i);
    }
    return name;
  }

  private static boolean isUsable(String title) {
    return title.matches("[^/\\\\\\p{Cntrl}\\p{Cs}]{1,128}")
        && !title.isBlank()
        && !title.equals(".")
        && !title.equals("..");
  }

  /** The file's name without its ending. */
  private static String ownName(Path file) {
    String name = String.valueOf(file.toAbsolutePath().normalize().getFileName());
    int dot = name.lastIndexOf('.');
    String own =
        (dot > 0 ? name.substring(0, dot) : name).replaceAll("[\\p{Cntrl}\\p{Cs}\\\\]", "_");
    return own.substring(0, Math.min(own.length(), 100));
  }

  @Override
  public List<Offer> list() throws IOException {
    List<Offer> offers = new ArrayList<>();
    for (Map.Entry<String, Given> model : models.entrySet()) {
      Given given = model.getValue();
      offers.add(
          ModelFile.offer(model.getKey(), given.file(), given.info())
              .withAlias(ownName(given.file())));
    }
    return offers;
  }
}
