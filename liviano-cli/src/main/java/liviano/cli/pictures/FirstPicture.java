package liviano.cli.pictures;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import liviano.cli.CommandException;
import liviano.cli.input.Input;
import liviano.cli.options.Pictures;
import liviano.vision.Picture;

/**
 * The first of some pictures, decoded on a thread of its own while the model is loaded: in a
 * process that has just started, one takes about as long as the other.
 */
final class FirstPicture {
  /** Until the picture is handed out: then it is the taker's alone. */
  private final AtomicReference<Optional<Decoding>> begun;

  private record Decoding(Input input, FutureTask<Picture> picture) {}

  private FirstPicture(Optional<Decoding> begun) {
    this.begun = new AtomicReference<>(begun);
  }

  /** Begins with the first of the inputs, if it is a file. */
  static FirstPicture of(List<Input> inputs) {
    Optional<Decoding> first =
        inputs.stream()
            .limit(1)
            .filter(Input.File.class::isInstance)
            .findFirst()
            .map(input -> new Decoding(input, new FutureTask<>(() -> Pictures.read(input))));
    first.ifPresent(
        decoding -> Thread.ofPlatform().daemon().name("first picture").start(decoding.picture()));
    return new FirstPicture(first);
  }

  /**
   * A picture: the first as soon as it is decoded, others are decoded here.
   *
   * @throws liviano.vision.MalformedPictureException if it is broken; the message names it
   * @throws IOException if it is not there
   */
  Picture read(Input wanted) throws IOException {
    Optional<Decoding> first = begun.get();
    if (first.filter(decoding -> decoding.input() == wanted).isEmpty()
        || !begun.compareAndSet(first, Optional.empty())) {
      return Pictures.read(wanted);
    }
    try {
      return first.get().picture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case Throwable failure -> throw new IllegalStateException(failure);
      }
    }
  }
}
