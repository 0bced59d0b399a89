package liviano.graph;

import liviano.LivianoException;

/** A graph that does not fit together. The message names the layer and what is wrong with it. */
public final class GraphException extends LivianoException {
  private static final long serialVersionUID = 1L;

  public GraphException(String message) {
    super(message);
  }

  static GraphException at(String layer, String reason) {
    return new GraphException("layer " + layer + ": " + reason);
  }
}
