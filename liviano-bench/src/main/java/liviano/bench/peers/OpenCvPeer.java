package liviano.bench.peers;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import liviano.formats.onnx.OnnxWriter;
import liviano.model.Model;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.StringVector;
import org.bytedeco.opencv.opencv_dnn.Net;

/** OpenCV's {@code dnn} with its own CPU backend, layers fused. */
final class OpenCvPeer implements Peer {
  private final Setup setup;
  private final Path file;

  private OpenCvPeer(Setup setup, Path file) {
    this.setup = setup;
    this.file = file;
  }

  static OpenCvPeer load(Setup setup) throws IOException {
    Path file = setup.folder().resolve("network.onnx");
    Model model = setup.model();
    OnnxWriter.write(model.graph(), model.weights(), file);
    opencv_core.setNumThreads(setup.threads());
    return new OpenCvPeer(setup, file);
  }

  @Override
  public String version() {
    return opencv_core.CV_VERSION;
  }

  /** A network runs one inference at a time, so each lane reads its own. */
  @Override
  public Lane lane() {
    Net net = opencv_dnn.readNetFromONNX(file.toString());
    net.setPreferableBackend(opencv_dnn.DNN_BACKEND_OPENCV);
    net.setPreferableTarget(opencv_dnn.DNN_TARGET_CPU);
    net.enableFusion(true);
    net.enableWinograd(true);
    int elements = setup.input().shape().elements();
    MemorySegment input = Arena.ofAuto().allocate((long) Float.BYTES * elements, 64);
    int[] dims = LongStream.of(setup.inputDims()).mapToInt(Math::toIntExact).toArray();
    Mat blob =
        new Mat(
            dims,
            opencv_core.CV_32F,
            new Pointer(input.asByteBuffer()),
            new SizeTPointer((Pointer) null));
    StringVector names =
        new StringVector(setup.model().graph().outputs().keySet().toArray(String[]::new));
    return new NetLane(net, input, blob, names, new MatVector());
  }

  @Override
  public void close() {}

  private record NetLane(
      Net net, MemorySegment input, Mat blob, StringVector names, MatVector results)
      implements Lane {
    @Override
    public void run() {
      net.setInput(blob);
      net.forward(results, names);
    }

    @Override
    public List<float[]> outputs() {
      List<float[]> outputs = new ArrayList<>();
      for (Mat output : results.get()) {
        long bytes = output.total() * Float.BYTES;
        outputs.add(
            MemorySegment.ofAddress(new FloatPointer(output.data()).address())
                .reinterpret(bytes)
                .toArray(ValueLayout.JAVA_FLOAT));
      }
      return outputs;
    }

    @Override
    public void close() {
      results.close();
      blob.close();
      net.close();
    }
  }
}
