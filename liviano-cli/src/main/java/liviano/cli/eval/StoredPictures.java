package liviano.cli.eval;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.cli.input.Input;
import liviano.cli.options.Pictures;
import liviano.cli.output.Console;
import liviano.cli.output.Words;
import liviano.vision.Picture;
import liviano.vision.PictureReader;

/**
 * Pictures as their annotations see them. Boxes and masks of data sets count the pixels of a file
 * as they are stored, as their own evaluators do: an Exif orientation is not applied. (What a whole
 * picture shows has no such frame: classifiers are measured on upright pictures.) Thread-safe.
 */
final class StoredPictures {
  private static final int UPRIGHT = 1;

  private final AtomicInteger turned = new AtomicInteger();

  /**
   * Decodes one.
   *
   * @throws liviano.vision.MalformedPictureException if it is broken; the message names it
   * @throws IOException if it is not there
   */
  Picture read(Input input) throws IOException {
    Picture picture = Pictures.read(input, PictureReader.defaults().asStored());
    if (picture.orientation() != UPRIGHT) {
      turned.incrementAndGet();
    }
    return picture;
  }

  /** Says it once where any of the pictures read would have been turned. */
  void report(Console console) {
    int count = turned.get();
    if (count > 0) {
      console.notice(
          String.format(
              Locale.ROOT,
              "%s an Exif orientation, which was ignored: annotations are for the pixels as stored",
              count == 1 ? "1 picture has" : Words.thousands(count) + " pictures have"));
    }
  }
}
