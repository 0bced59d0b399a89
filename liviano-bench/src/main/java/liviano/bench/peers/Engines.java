package liviano.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The engines that can be timed. */
public enum Engines {
  /** This project's own. */
  LIVIANO,
  /** Microsoft's, which reads ONNX. */
  ONNXRUNTIME,
  /** OpenCV's {@code dnn}, which reads ONNX. */
  OPENCV,
  /** PyTorch's library, which is given a TorchScript program. */
  LIBTORCH,
  /** TensorFlow Lite with XNNPACK, which reads FlatBuffers of its own. */
  TFLITE;

  /** As options and results write it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The engine of that name other than Liviano. */
  public static Optional<Engines> peer(String id) {
    return peers().stream().filter(engine -> engine.id().equals(id)).findFirst();
  }

  /** All but Liviano. */
  public static List<Engines> peers() {
    return Arrays.stream(values()).filter(engine -> engine != LIVIANO).toList();
  }

  /**
   * Loads the network.
   *
   * @throws Exception if the engine cannot, in words of its own
   */
  Peer load(Setup setup) throws Exception {
    return switch (this) {
      case LIVIANO -> LivianoPeer.load(setup);
      case ONNXRUNTIME -> OnnxRuntimePeer.load(setup);
      case OPENCV -> OpenCvPeer.load(setup);
      case LIBTORCH -> LibtorchPeer.load(setup);
      case TFLITE -> TfLitePeer.load(setup);
    };
  }
}
