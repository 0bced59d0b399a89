package liviano.cli.install;

import java.time.Duration;

/**
 * How long a download may take, in its parts. An address that cannot be reached costs {@link
 * #connect} once and is not tried again; one that answers is given more.
 *
 * @param connect until a connection stands: the host's name, TCP and TLS together
 * @param answer until the first byte of an answer
 * @param stall without any new byte
 * @param whole for one file
 * @param tries that may fail one after the other without bringing a new byte
 * @param pause before the second try; each later one is twice as long
 * @param longestPause the longest that a server may ask to wait
 */
record Patience(
    Duration connect,
    Duration answer,
    Duration stall,
    Duration whole,
    int tries,
    Duration pause,
    Duration longestPause) {
  /**
   * Of the command: all sources of a published model together give up within ten seconds where
   * there is no network.
   */
  static final Patience USUAL =
      new Patience(
          Duration.ofMillis(2_500),
          Duration.ofSeconds(6),
          Duration.ofSeconds(20),
          Duration.ofHours(1),
          4,
          Duration.ofMillis(500),
          Duration.ofSeconds(60));

  /** The same, waiting no longer for a connection and an answer than a silence has room for. */
  Patience within(Silence silence) {
    return new Patience(
        silence.share(connect), silence.share(answer), stall, whole, tries, pause, longestPause);
  }
}
