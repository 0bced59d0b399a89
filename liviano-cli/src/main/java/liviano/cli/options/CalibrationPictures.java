package liviano.cli.options;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import liviano.LivianoException;
import liviano.cli.Failures;
import liviano.cli.input.Input;
import liviano.vision.Picture;

/**
 * Pictures that are decoded each time they are asked for, for all of them together may not fit into
 * memory. One that cannot be read is told of once, and left out.
 */
public final class CalibrationPictures implements Iterable<Picture> {
  private final List<Input> inputs;
  private final Consumer<String> unreadable;
  private final Set<Input> broken = new HashSet<>();

  /**
   * @param unreadable told what is wrong with a picture, which begins with its name
   */
  public CalibrationPictures(List<Input> inputs, Consumer<String> unreadable) {
    this.inputs = List.copyOf(inputs);
    this.unreadable = unreadable;
  }

  /** At most so many of a list, evenly spread over it: a folder's classes follow one another. */
  public static List<Input> spread(List<Input> all, int most) {
    List<Input> chosen = new ArrayList<>();
    int count = Math.min(most, all.size());
    for (int i = 0; i < count; i++) {
      chosen.add(all.get((int) ((long) i * all.size() / count)));
    }
    return chosen;
  }

  @Override
  public Iterator<Picture> iterator() {
    Iterator<Input> names = inputs.iterator();
    return new Iterator<>() {
      private Optional<Picture> next = Optional.empty();

      @Override
      public boolean hasNext() {
        while (next.isEmpty() && names.hasNext()) {
          next = read(names.next());
        }
        return next.isPresent();
      }

      @Override
      public Picture next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Picture picture = next.get();
        next = Optional.empty();
        return picture;
      }
    };
  }

  private Optional<Picture> read(Input input) {
    if (broken.contains(input)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pictures.read(input));
    } catch (IOException | LivianoException e) {
      broken.add(input);
      String reason = Failures.describe(e);
      unreadable.accept(reason.startsWith(input.name()) ? reason : input.name() + ": " + reason);
      return Optional.empty();
    }
  }
}
