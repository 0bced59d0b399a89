package liviano.cli.serve;

import java.util.Map;

/**
 * Time-outs and bounds of the JDK's HTTP server, which has none of its own. It reads them from
 * system properties, once, when the first server of the process is made; those that are set already
 * stay.
 */
final class TimeOuts {
  private static final String PREFIX = "sun.net.httpserver.";

  /** Seconds, but for timerMillis. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "maxReqTime", "75", // to receive a request, with its body: more than teaching may take
          "maxRspTime", "660", // to answer it: more than the longest deadline
          "idleInterval", "30",
          "timerMillis", "1000",
          "maxReqHeaders", "100",
          "maxReqHeaderSize", "65536",
          "maxConnections", "4000",
          "nodelay", "true");

  private TimeOuts() {}

  /** Sets them; to be called before anything else makes a server. */
  static void set() {
    PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
          }
        });
  }
}
