package liviano.cli.options;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.Failures;
import liviano.cli.input.Input;
import liviano.cli.input.Inputs;
import liviano.cli.output.Console;
import liviano.cli.output.Progress;
import liviano.vision.Picture;

/**
 * Pictures that are decoded each time they are asked for, for all of them together may not fit into
 * memory; each time a bar shows how far that is. One that cannot be read is told of once, and left
 * out.
 */
public final class CalibrationPictures implements Iterable<Picture> {
  private final String folder;
  private final List<Input> inputs;
  private final Console console;
  private final Set<Input> broken = new HashSet<>();

  private CalibrationPictures(String folder, List<Input> inputs, Console console) {
    this.folder = folder;
    this.inputs = inputs;
    this.console = console;
  }

  /**
   * At most so many of a list, evenly spread over it: a folder's classes follow one another.
   *
   * @param folder where they are, for messages
   */
  public static CalibrationPictures of(
      String folder, List<Input> all, int most, CommandContext context) {
    return new CalibrationPictures(folder, spread(all, most), context.console());
  }

  /**
   * The same of a folder or a pattern.
   *
   * @throws CommandException if it is not there or holds no pictures
   */
  public static CalibrationPictures in(String folder, int most, CommandContext context) {
    List<Input> all = Inputs.expand(List.of(folder), context.console().input());
    if (all.size() == 1 && all.getFirst() instanceof Input.Unreadable(String name, String reason)) {
      throw new CommandException(name + ": " + reason);
    }
    if (all.isEmpty()) {
      throw new CommandException(folder + ": there are no pictures in it to measure ranges on");
    }
    return of(folder, all, most, context);
  }

  static List<Input> spread(List<Input> all, int most) {
    List<Input> chosen = new ArrayList<>();
    int count = Math.min(most, all.size());
    for (int i = 0; i < count; i++) {
      chosen.add(all.get((int) ((long) i * all.size() / count)));
    }
    return chosen;
  }

  /** How many they are, less those that could not be read when they were last asked for. */
  public int size() {
    return inputs.size() - broken.size();
  }

  /** The first of them that can be read. */
  public List<Picture> first(int most) {
    List<Picture> some = new ArrayList<>();
    for (Input input : inputs) {
      if (some.size() < most) {
        read(input).ifPresent(some::add);
      }
    }
    return some;
  }

  /**
   * Each of them that can be read; asking for the first throws a {@link CommandException} if none
   * can.
   */
  @Override
  public Iterator<Picture> iterator() {
    return new Reading();
  }

  private final class Reading implements Iterator<Picture> {
    private final Iterator<Input> names = inputs.iterator();
    private final Progress progress = new Progress(console, inputs.size());
    private Optional<Picture> next = Optional.empty();

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && names.hasNext()) {
        Input input = names.next();
        next = read(input);
        progress.advance(input.name());
      }
      if (next.isEmpty()) {
        progress.close();
        requireAny();
      }
      return next.isPresent();
    }

    @Override
    public Picture next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Picture picture = next.orElseThrow();
      next = Optional.empty();
      return picture;
    }
  }

  private void requireAny() {
    if (size() == 0) {
      throw new CommandException(
          folder + ": none of its pictures can be read, and ranges are measured on pictures");
    }
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
      String named = reason.startsWith(input.name()) ? reason : input.name() + ": " + reason;
      console.notice(named + "; left out");
      return Optional.empty();
    }
  }
}
