package liviano.cli.install;

import java.time.Duration;
import java.util.Optional;

/** How one try to fetch a file ended. */
sealed interface Attempt {
  /** The file is there. */
  record Whole() implements Attempt {}

  /**
   * The file is said to be elsewhere.
   *
   * @param sha256 what is said of it there, if anything is
   */
  record Moved(String location, Optional<String> sha256) implements Attempt {}

  /** The connection was lost; it may hold the next time. */
  record Broken(String why) implements Attempt {}

  /** What was there is not the beginning of the file: all of it must be fetched. */
  record Outdated() implements Attempt {}

  /**
   * The server is busy, or in trouble.
   *
   * @param delay how long it asks to wait
   */
  record Busy(String why, Optional<Duration> delay) implements Attempt {}

  /** There is no such file at this address. */
  record Absent(String why) implements Attempt {}

  /** It will not go better the next time. */
  record Refused(String why) implements Attempt {}
}
