package liviano.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came back until the server closed the connection.
 *
 * @param text one char a byte
 * @param closed whether the server closed it, in the time it was given
 */
record Reply(String text, boolean closed) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})[ \r]");
  private static final int SHOWN = 600;

  /** Of the first answer; 0 if there is none. */
  int status() {
    Matcher matcher = STATUS.matcher(text);
    return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** How many answers there are. */
  long answers() {
    return STATUS.matcher(text).results().count();
  }

  String head() {
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? text : text.substring(0, end);
  }

  String body() {
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? "" : text.substring(end + 4);
  }

  /** How the JDK's server refuses what is no HTTP. */
  private static final Pattern NO_HTTP =
      Pattern.compile("<h1>400 Bad Request</h1>(NumberFormat|URISyntax)Exception thrown");

  /** Whatever was asked: the server is neither broken nor tells of its inside. */
  Reply mustBeDecent() {
    assertThat(closed).as("closed: %s", this).isTrue();
    assertThat(status()).as("%s", this).isNotEqualTo(500);
    assertThat(NO_HTTP.matcher(text).replaceAll(""))
        .doesNotContain("\tat ", "Exception", "java.", "jdk.", "sun.net");
    return this;
  }

  /** Decent, and no answer to a request that should not have been taken. */
  Reply mustRefuse() {
    mustBeDecent();
    assertThat(status()).as("%s", this).matches(status -> status == 0 || status >= 400);
    assertThat(answers()).as("%s", this).isLessThanOrEqualTo(1);
    return this;
  }

  @Override
  public String toString() {
    return (closed ? "closed after " : "still open after ")
        + text.substring(0, Math.min(SHOWN, text.length()));
  }
}
