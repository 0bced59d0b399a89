package liviano.vision.teach;

import liviano.vision.eval.Example;

/**
 * A picture as the base model sees it.
 *
 * @param digest of its file
 * @param fingerprint see {@link Fingerprint#of}
 * @param embedding as the base gives it
 */
record Seen(Example example, String digest, long fingerprint, float[] embedding) {
  Seen with(Example other) {
    return new Seen(other, digest, fingerprint, embedding);
  }
}
