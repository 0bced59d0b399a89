package liviano.paper.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.options.JsonOption;
import liviano.cli.output.Console;
import liviano.cli.output.Text;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.language.LanguageOption;
import liviano.paper.language.Phrases;
import liviano.paper.language.Room;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all experiments, and how they print and draw. */
final class LabOptions {
  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Draw it into this folder, as PNG and SVG; into a new one in it, 2, 3 and so on, if it"
              + " has such files already.")
  private Optional<Path> out = Optional.empty();

  @Mixin private LanguageOption language;
  @Mixin private JsonOption json;

  Optional<Path> out() {
    return out;
  }

  /** Whether the numbers are for programs. */
  boolean json() {
    return json.isSet();
  }

  /** An experiment, run when everything around it is known to be in order. */
  @FunctionalInterface
  interface Experiment {
    /** Does the work. */
    Answer run() throws IOException;
  }

  /** Runs the experiment, draws what it found if a folder is given, and prints it. */
  int answer(CommandContext context, Experiment experiment) throws IOException {
    Console console = context.console();
    Phrases phrases = language.phrases(context, Room.LAB);
    Optional<PictureFolder> folder = Optional.empty();
    if (out.isPresent()) {
      folder = Optional.of(PictureFolder.make(out.get(), phrases));
    }
    Answer answer = experiment.run();
    List<String> written = List.of();
    if (folder.isPresent()) {
      console.status("Drawing");
      answer.draw(folder.get());
      written = folder.get().finish().stream().map(Path::toString).toList();
      console.status("");
    }
    if (json()) {
      JsonObject.Builder numbers = answer.json();
      if (!written.isEmpty()) {
        numbers.put("written", JsonArray.ofStrings(written));
      }
      console.json(numbers.build().toPrettyJson());
    } else {
      answer.print(new Page(console, phrases));
      written.forEach(file -> console.line(phrases.of("written:") + " " + Text.oneLine(file)));
    }
    return ExitStatus.DONE;
  }
}
