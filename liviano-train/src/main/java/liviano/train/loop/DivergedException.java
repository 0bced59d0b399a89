package liviano.train.loop;

import liviano.LivianoException;

/**
 * The weights are worth nothing any more. They are not kept: the checkpoint before is what there is
 * to go on from.
 */
public final class DivergedException extends LivianoException {
  private static final long serialVersionUID = 1;

  DivergedException(String message) {
    super(message);
  }
}
