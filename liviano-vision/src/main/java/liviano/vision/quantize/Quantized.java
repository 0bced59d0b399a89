package liviano.vision.quantize;

import liviano.model.Model;

/** A network in integers, and the one of floats that it stands for. Immutable. */
public final class Quantized {
  private final Model model;
  private final Observed plain;
  private final Observed used;

  /**
   * @param plain the network that was given
   * @param used the one that was rounded, equalized where that was asked
   */
  Quantized(Model model, Observed plain, Observed used) {
    this.model = model;
    this.plain = plain;
    this.used = used;
  }

  /** The network in integers; its inputs and outputs are 32-bit floats. */
  public Model model() {
    return model;
  }

  /**
   * The network that was given, with batch norms folded and, where that was asked, equalized: its
   * layers mean the same as those of the integers.
   */
  public Model floats() {
    return used.floats();
  }

  Observed plain() {
    return plain;
  }

  Observed used() {
    return used;
  }
}
