package liviano.kernels.assembler;

import java.util.ArrayList;
import java.util.List;

/** A place in the code to jump to; of one assembler. */
public final class Label {
  private static final int UNPLACED = -1;

  private int at = UNPLACED;
  private final List<Integer> waiting = new ArrayList<>();

  Label() {}

  boolean isPlaced() {
    return at != UNPLACED;
  }

  int at() {
    return at;
  }

  /** Remembers a jump whose distance is not known yet: the byte at which it is to be written. */
  void wait(int jump) {
    waiting.add(jump);
  }

  List<Integer> place(int here) {
    if (isPlaced()) {
      throw new IllegalStateException("a label is placed twice");
    }
    at = here;
    return waiting;
  }
}
