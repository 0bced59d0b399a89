package liviano.server.http;

import java.io.IOException;

/** Answers requests of one route, on many threads at a time. */
@FunctionalInterface
public interface Handler {

  /**
   * The answer.
   *
   * @throws HttpException for an answer with that status
   * @throws IOException where the body cannot be read; the connection is given up
   */
  Response handle(Request request) throws IOException;
}
