package liviano.server;

import java.util.Map;

/**
 * The settings of the JDK's HTTP server, which has no time-outs by default, and of the threads that
 * carry virtual ones. They are the whole JVM's: a program that is a server calls {@link #set} once,
 * before its first server and its first virtual thread; a library does not. Servers without it
 * still give up slow bodies and slow readers, but not connections whose request does not begin, or
 * breaks off within its headers.
 */
public final class JvmSettings {

  /** Times in seconds, unless said otherwise. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          // From the first byte of a request to the last of its body.
          "sun.net.httpserver.maxReqTime", "60",
          // From there to the end of its answer: beyond the longest deadline.
          "sun.net.httpserver.maxRspTime", "660",
          "sun.net.httpserver.idleInterval", "30",
          // How often both are looked at, in milliseconds.
          "sun.net.httpserver.timerMillis", "1000",
          "sun.net.httpserver.clockTick", "1000",
          "sun.net.httpserver.maxIdleConnections", "2048",
          "jdk.httpserver.maxConnections", "4096",
          "sun.net.httpserver.maxReqHeaders", "100",
          "sun.net.httpserver.maxReqHeaderSize", "65536",
          "sun.net.httpserver.nodelay", "true");

  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
  private static final int CORES_A_CARRIER = 8;

  private JvmSettings() {}

  /** Sets what the user has not set by {@code -D}. */
  public static void set() {
    SETTINGS.forEach(JvmSettings::set);
    set(CARRIERS, String.valueOf(carriers(Runtime.getRuntime().availableProcessors())));
  }

  private static void set(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  /**
   * Pictures are worked on by threads of their own, as many as there are cores. Talking HTTP takes
   * a twentieth of a core's time for each of them: as many carriers as cores, which is the default,
   * would only interrupt that work.
   */
  static int carriers(int cores) {
    return Math.ceilDiv(cores, CORES_A_CARRIER);
  }
}
