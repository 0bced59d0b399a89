package liviano.paper.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.cli.CommandException;
import liviano.cli.options.OutputFolder;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.PictureFile;
import liviano.vision.Picture;

/** The folder that an experiment draws into; used by one thread. */
final class PictureFolder {
  private final Path folder;
  private final List<Path> written = new ArrayList<>();

  private PictureFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes it unless it is there, so that a name that cannot be one is known before the work starts.
   *
   * @throws CommandException if something else has its name
   */
  static PictureFolder make(Path folder) throws IOException {
    return new PictureFolder(OutputFolder.make(folder));
  }

  /** Writes {@code NAME.png} and {@code NAME.svg}. */
  void write(String name, Graphic drawing) throws IOException {
    for (String ending : List.of(".png", ".svg")) {
      Path file = folder.resolve(name + ending);
      PictureFile.at(file).write(drawing);
      written.add(file);
    }
  }

  /** Writes {@code NAME.png}: photographs are no drawings. */
  void write(String name, Picture picture) throws IOException {
    Path file = folder.resolve(name + ".png");
    picture.write(file);
    written.add(file);
  }

  /** The files so far. */
  List<Path> written() {
    return List.copyOf(written);
  }
}
