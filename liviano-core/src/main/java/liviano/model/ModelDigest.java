package liviano.model;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import liviano.weights.Tensor;

/**
 * Tells models apart by what they compute: graph, weights, and the preparation of pictures. Names
 * of classes and other words on the card do not matter, so answers of equal digests can be
 * compared, and vectors of different ones cannot.
 */
public final class ModelDigest {
  private static final int SHORT_BYTES = 8;
  private static final long PIECE = 1L << 30;

  private ModelDigest() {}

  /** The first 16 hexadecimal digits of a SHA-256. Reads all weights. */
  public static String of(Model model) {
    MessageDigest digest = sha256();
    put(digest, GraphJson.write(model.graph()).toJson());
    put(digest, CardJson.write(model.card().preprocessing()).toJson());
    model
        .graph()
        .params()
        .map(param -> model.weights().get(param.name()))
        .forEach(tensor -> put(digest, tensor));
    return HexFormat.of().formatHex(digest.digest(), 0, SHORT_BYTES);
  }

  private static void put(MessageDigest digest, Tensor tensor) {
    put(
        digest,
        String.format(Locale.ROOT, "%s %s %s", tensor.name(), tensor.type(), tensor.dims()));
    MemorySegment data = tensor.data();
    for (long at = 0; at < data.byteSize(); at += PIECE) {
      digest.update(data.asSlice(at, Math.min(PIECE, data.byteSize() - at)).asByteBuffer());
    }
  }

  /** Its end is marked, so that no two rows of texts are the same bytes. */
  private static void put(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
