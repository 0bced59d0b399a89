package liviano.paper.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.cli.CommandException;
import liviano.cli.options.OutputFolder;
import liviano.paper.language.Phrases;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.PictureFile;
import liviano.vision.Picture;

/** The folder that an experiment draws into; used by one thread. */
final class PictureFolder {
  private static final int MOST_RUNS = 1000;

  private final Path folder;
  private final Phrases phrases;
  private final SequencedMap<String, Writer> pending = new LinkedHashMap<>();

  private interface Writer {
    void write(Path file) throws IOException;
  }

  private PictureFolder(Path folder, Phrases phrases) {
    this.folder = folder;
    this.phrases = phrases;
  }

  /**
   * Makes it unless it is there, so that a name that cannot be one is known before the work starts.
   *
   * @param phrases of the reader's language
   * @throws CommandException if something else has its name
   */
  static PictureFolder make(Path folder, Phrases phrases) throws IOException {
    return new PictureFolder(OutputFolder.make(folder), phrases);
  }

  /** A word in the reader's language. */
  String word(String english) {
    return phrases.of(english);
  }

  /** Is to write {@code NAME.png} and {@code NAME.svg}. */
  void write(String name, Graphic drawing) {
    for (String ending : List.of(".png", ".svg")) {
      pending.put(name + ending, file -> PictureFile.at(file).write(drawing));
    }
  }

  /** Is to write {@code NAME.png}: photographs are no drawings. */
  void write(String name, Picture picture) {
    pending.put(name + ".png", picture::write);
  }

  /**
   * Writes all: into the folder, or into the first of its subfolders 2, 3, ... that has none of
   * these files yet, so that no run overwrites another's.
   *
   * @return the files
   */
  List<Path> finish() throws IOException {
    Path place = folder;
    for (int run = 2; run <= MOST_RUNS && isTaken(place); run++) {
      place = folder.resolve(String.valueOf(run));
    }
    if (isTaken(place)) {
      throw new CommandException(folder + ": is full of earlier runs; give another --out FOLDER");
    }
    if (!place.equals(folder)) {
      OutputFolder.make(place);
    }
    List<Path> written = new ArrayList<>();
    for (Map.Entry<String, Writer> file : pending.entrySet()) {
      Path path = place.resolve(file.getKey());
      file.getValue().write(path);
      written.add(path);
    }
    return written;
  }

  private boolean isTaken(Path place) {
    return pending.keySet().stream().anyMatch(name -> Files.exists(place.resolve(name)));
  }
}
