package liviano.server.http;

import liviano.server.work.Stages;

/** Is told of every request. Called on many threads at a time; must not throw. */
public interface Observer {

  /** A request's head has come. */
  void began();

  /** Its answer has been sent, or could not be. */
  void ended(Outcome outcome);

  /**
   * What became of a request.
   *
   * @param head of the request
   * @param route the template that it fits; empty where it fits none
   * @param status of the answer
   * @param received bytes of the request's body that were read
   * @param sent bytes of the answer's body
   * @param nanos from its head to the end of its answer
   * @param stages where its time went, and the model that served it
   * @param broken whether the connection broke before the answer was sent
   */
  record Outcome(
      Head head,
      String route,
      int status,
      long received,
      long sent,
      long nanos,
      Stages stages,
      boolean broken) {}
}
