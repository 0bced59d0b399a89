package liviano.formats.tflite;

import com.google.flatbuffers.ArrayReadWriteBuf;
import com.google.flatbuffers.FlexBuffers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Steps;
import liviano.formats.tflite.TfLiteModel.Operator;
import liviano.formats.tflite.TfLiteOperations.Step;
import liviano.graph.Padding;
import liviano.tensor.DetectionRule;
import liviano.tensor.LittleEndian;

/** Operators that are none of the schema's, told by their names. */
final class CustomOperators {
  private static final String DETECTIONS = "TFLite_Detection_PostProcess";
  private static final String TRANSPOSED = "Convolution2DTransposeBias";

  /** Settings of a few names and numbers. */
  private static final int MOST_BYTES = 1 << 16;

  /** TensorFlow Lite's numbers of paddings where its programs, not its files, hold them. */
  private static final int SAME = 1;

  private static final int VALID = 2;
  private static final int DETECTIONS_OF_CLASS = 100;

  private CustomOperators() {}

  /**
   * An operator's step; empty if it is not computed here.
   *
   * @throws MalformedModelException if its settings cannot be read
   */
  static Optional<Step> step(Operator operator) {
    return switch (operator.custom()) {
      case DETECTIONS -> Step.of(detections(operator));
      case TRANSPOSED -> Step.of(transposed(operator));
      default -> Optional.empty();
    };
  }

  private static ForeignOp detections(Operator operator) {
    MemorySegment bytes = operator.customOptions();
    if (bytes.byteSize() > MOST_BYTES) {
      throw malformed(operator, "settings of " + bytes.byteSize() + " bytes");
    }
    try {
      // The library checks nothing but the ends of the array.
      FlexBuffers.Map map = FlexBuffers.getRoot(written(bytes)).asMap();
      FlexBuffers.Reference ofClass = map.get("detections_per_class");
      return new ForeignOp.Detections(
          new DetectionRule(
              map.get("max_detections").asInt(),
              map.get("max_classes_per_detection").asInt(),
              ofClass.isNull() ? DETECTIONS_OF_CLASS : ofClass.asInt(),
              map.get("use_regular_nms").asBoolean(),
              (float) map.get("nms_score_threshold").asFloat(),
              (float) map.get("nms_iou_threshold").asFloat(),
              map.get("num_classes").asInt(),
              (float) map.get("y_scale").asFloat(),
              (float) map.get("x_scale").asFloat(),
              (float) map.get("h_scale").asFloat(),
              (float) map.get("w_scale").asFloat()));
    } catch (IndexOutOfBoundsException | FlexBuffers.FlexBufferException e) {
      throw malformed(operator, "its settings are no FlexBuffer: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw malformed(operator, e.getMessage());
    }
  }

  /** As the library's buffer is after its last byte was written. */
  private static ArrayReadWriteBuf written(MemorySegment bytes) {
    byte[] array = bytes.toArray(ValueLayout.JAVA_BYTE);
    return new ArrayReadWriteBuf(array, array.length);
  }

  /** MediaPipe's: padding and steps as a program in C lays them out. */
  private static ForeignOp transposed(Operator operator) {
    MemorySegment bytes = operator.customOptions();
    if (bytes.byteSize() < 3 * Integer.BYTES) {
      throw malformed(operator, "settings of " + bytes.byteSize() + " bytes");
    }
    int padding = bytes.get(LittleEndian.INT_UNALIGNED, 0);
    int strideW = bytes.get(LittleEndian.INT_UNALIGNED, Integer.BYTES);
    int strideH = bytes.get(LittleEndian.INT_UNALIGNED, 2 * Integer.BYTES);
    if (padding != SAME && padding != VALID || strideW < 1 || strideH < 1) {
      throw malformed(
          operator, "padding number " + padding + ", steps of " + strideH + " and " + strideW);
    }
    return new ForeignOp.TransposedConvolution(
        new Steps(strideH, strideW, 1, 1, padding == SAME ? Padding.SAME : Padding.NONE));
  }

  private static MalformedModelException malformed(Operator operator, String reason) {
    return new MalformedModelException(operator.title() + ": " + reason);
  }
}
