package liviano.vision.picture.codec.vp8;

/** What is wrong with a key frame, in one line. */
public final class Vp8Exception extends Exception {
  private static final long serialVersionUID = 1L;

  Vp8Exception(String reason) {
    super(reason);
  }
}
