package liviano.cli.install;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Whether and when to try again. */
final class Persistence {
  /** However much each of them brings. */
  private static final int MOST_TRIES = 50;

  private final Patience patience;
  private int tries;
  private int inVain;

  Persistence(Patience patience) {
    this.patience = patience;
  }

  /**
   * The next try.
   *
   * @param delay how long to wait before it
   * @param why the last one failed
   */
  record Next(Duration delay, String why) {}

  /**
   * What to do after a try that did not end the matter.
   *
   * @param brought whether it brought new bytes
   * @throws IOException if there is no use in trying again
   */
  Next after(Attempt attempt, boolean brought) throws IOException {
    tries++;
    inVain = brought ? 1 : inVain + 1;
    return switch (attempt) {
      case Attempt.Broken(String why) -> again(why, backoff());
      case Attempt.Busy(String why, var delay) -> {
        if (delay.isPresent() && delay.get().compareTo(patience.longestPause()) > 0) {
          throw new IOException(
              String.format(
                  Locale.ROOT, "%s, and asks to wait %,d s", why, delay.get().toSeconds()));
        }
        yield again(why, delay.orElse(backoff()));
      }
      case Attempt.Outdated _ -> again("it is another file now", Duration.ZERO);
      case Attempt.Absent _, Attempt.Moved _, Attempt.Refused _, Attempt.Whole _ ->
          throw new IllegalArgumentException("the matter has ended: " + attempt);
    };
  }

  private Next again(String why, Duration delay) throws IOException {
    if (inVain >= patience.tries() || tries >= MOST_TRIES) {
      throw new IOException(String.format(Locale.ROOT, "%s, %d tries", why, tries));
    }
    return new Next(delay, why);
  }

  private Duration backoff() {
    Duration wait = patience.pause().multipliedBy(1L << Math.min(inVain - 1, 10));
    return wait.compareTo(patience.longestPause()) > 0 ? patience.longestPause() : wait;
  }
}
