package liviano.train.data;

import java.io.IOException;
import liviano.vision.MalformedPictureException;

/**
 * Labelled pictures that are prepared for a network one by one.
 *
 * <p>Safe for any number of threads. A sample depends on its index, the seed and the picture's file
 * alone, not on what was asked for before.
 *
 * @param <L> what the network should answer
 */
public interface SampleSource<L> {
  /** Samples. */
  int size();

  /** Floats of an input: height x width x channels. */
  int inputLength();

  /**
   * Prepares a sample.
   *
   * @param index from 0, below {@link #size()}
   * @param seed decides the augmentation, together with the index
   * @param augment whether the picture is changed at random; otherwise it is prepared exactly as in
   *     use
   * @param into receives {@link #inputLength()} floats, channels innermost
   * @param at where the first of them goes
   * @return the label
   * @throws IOException if the picture cannot be read; the message names it
   * @throws MalformedPictureException if it is no picture; the message names it
   */
  L prepare(int index, long seed, boolean augment, float[] into, int at) throws IOException;

  /**
   * The same, with an array of its own.
   *
   * @throws IOException as {@link #prepare}
   */
  default Sample<L> sample(int index, long seed, boolean augment) throws IOException {
    float[] input = new float[inputLength()];
    return new Sample<>(input, prepare(index, seed, augment, input, 0));
  }
}
