package liviano.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.LivianoException;
import liviano.vision.PictureReader;
import liviano.vision.answer.Parallel;
import liviano.vision.eval.Example;
import liviano.vision.eval.Examples;
import liviano.vision.teach.Unreadable;

/**
 * Looks at all pictures before a training begins, so that a damaged one is told in a minute and
 * does not end the first epoch.
 */
public final class ReadablePictures {
  private ReadablePictures() {}

  /** A picture, and why it could not be read if so. */
  private record Looked(Example picture, Optional<Unreadable> failure) {}

  /**
   * The pictures that can be decoded; the others are left out, with a notice each.
   *
   * @param threads that read them, at least 1
   */
  public static Examples of(Examples examples, int threads) {
    List<Example> readable = new ArrayList<>();
    List<String> notices = new ArrayList<>(examples.notices());
    int reading = Math.min(threads, BatchPlan.processors());
    for (Looked looked : Parallel.map(examples.pictures(), reading, ReadablePictures::look)) {
      looked
          .failure()
          .ifPresentOrElse(
              failure -> notices.add(failure.line() + " (left out)"),
              () -> readable.add(looked.picture()));
    }
    return new Examples(readable, notices);
  }

  private static Looked look(Example picture) {
    try {
      PictureReader.defaults().read(picture.source().bytes(), picture.name());
      return new Looked(picture, Optional.empty());
    } catch (IOException | LivianoException e) {
      return new Looked(picture, Optional.of(new Unreadable(picture.name(), Unreadable.reason(e))));
    }
  }
}
