package liviano.cli.teach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.UnsupportedModelException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.UsageException;
import liviano.cli.eval.EvalCommand;
import liviano.cli.input.Input;
import liviano.cli.input.Inputs;
import liviano.cli.options.JsonOption;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import liviano.vision.teach.PictureIndex;
import liviano.vision.teach.PictureIndex.Match;
import liviano.vision.teach.TeachException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the pictures of a folder that are like a given one. */
@Command(
    name = "similar",
    sortOptions = false,
    description = "Find the pictures of a folder that are most like a picture.",
    footer = {
      "Likeness is the cosine of two embeddings, 1 at most; 'same' are pictures that are the same "
          + "or nearly: smaller, compressed anew, the next of a burst.",
      "",
      "liviano similar --duplicates FOLDER finds all pictures of the folder that are the same.",
      "",
      "What the model says of each picture is kept in the folder of models; files of the same "
          + "length and time of change are not read again."
    })
public final class SimilarCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      arity = "1..2",
      paramLabel = "PICTURE|FOLDER",
      description = "A picture, and the folder to look in; with --duplicates a folder is enough.")
  private List<Path> arguments = List.of();

  @Option(
      names = {"--top", "--max-results"},
      paramLabel = "N",
      description = "The most pictures; ${DEFAULT-VALUE} if not given.")
  private int top = 10;

  @Option(
      names = "--duplicates",
      description = "Only pictures that are the same, or nearly; without PICTURE as each other.")
  private boolean duplicates;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "The model that looks at the pictures; if not given, the classifier of ImageNet if it is "
              + "installed, else the detector.")
  private Optional<String> model = Optional.empty();

  @Mixin private JsonOption json;

  public SimilarCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new UsageException("--top must be at least 1, is " + top);
    }
    if (arguments.size() < 2 && !duplicates) {
      throw new UsageException("give a picture and a folder, or --duplicates and a folder");
    }
    Path folder = arguments.getLast();
    EvalCommand.requireFolder(folder);
    Optional<Example> query = arguments.size() < 2 ? Optional.empty() : Optional.of(query());
    Model loaded = BaseModel.load(model, "--model", context).model();
    try {
      PictureIndex index = PictureIndex.of(loaded, pictures(folder), Looking.options(context));
      index.notices().forEach(context.console()::notice);
      Looking.report(index.unreadable(), context);
      if (query.isPresent()) {
        printMatches(index.like(query.get()));
      } else {
        printGroups(index.duplicates());
      }
      return index.unreadable().isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
    } catch (TeachException e) {
      throw new CommandException(e.getMessage(), e);
    } catch (UnsupportedModelException e) {
      throw CommandException.about(model.orElse(loaded.card().title()), e);
    }
  }

  private Example query() {
    Path picture = arguments.getFirst();
    if (!Files.exists(picture)) {
      throw new CommandException(String.format(Locale.ROOT, "%s: no such file", picture));
    }
    return Example.of(picture, "", Part.ANY);
  }

  private List<Example> pictures(Path folder) throws IOException {
    List<Example> pictures = new ArrayList<>();
    for (Input input : Inputs.expand(List.of(folder.toString()), context.console().input())) {
      switch (input) {
        case Input.File(_, Path path) -> pictures.add(Example.of(path, "", Part.ANY));
        case Input.Unreadable(String name, String reason) ->
            throw new CommandException(name + ": " + reason);
        case Input.StandardInput _ -> throw new CommandException("-: give a folder");
      }
    }
    return pictures;
  }

  private void printMatches(List<Match> all) {
    List<Match> matches =
        all.stream().filter(match -> match.duplicate() || !duplicates).limit(top).toList();
    if (json.isSet()) {
      context
          .console()
          .json(JsonArray.of(matches.stream().map(SimilarCommand::toJson).toList()).toPrettyJson());
      return;
    }
    Table table = new Table(Align.RIGHT, Align.LEFT, Align.LEFT);
    matches.forEach(
        match ->
            table.row(
                String.format(Locale.ROOT, "%.4f", match.likeness()),
                match.duplicate() ? "same" : "",
                match.picture().name()));
    table.lines().forEach(context.console()::line);
    if (matches.isEmpty()) {
      context.console().line("no picture is the same");
    }
  }

  private static JsonObject toJson(Match match) {
    return JsonObject.builder()
        .put("picture", match.picture().name())
        .put("likeness", match.likeness())
        .put("same", match.duplicate())
        .build();
  }

  private void printGroups(List<List<Example>> groups) {
    if (json.isSet()) {
      context
          .console()
          .json(
              JsonArray.of(
                      groups.stream()
                          .map(
                              group ->
                                  JsonArray.ofStrings(group.stream().map(Example::name).toList()))
                          .toList())
                  .toPrettyJson());
      return;
    }
    for (List<Example> group : groups) {
      context.console().line(Text.oneLine(group.getFirst().name()));
      group.stream()
          .skip(1)
          .forEach(other -> context.console().line("  = " + Text.oneLine(other.name())));
    }
    context.console().line(Words.count(groups.size(), "group") + " of same pictures");
  }
}
