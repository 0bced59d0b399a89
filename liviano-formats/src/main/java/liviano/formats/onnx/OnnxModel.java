package liviano.formats.onnx;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.Allowance;

/**
 * An ONNX file taken apart.
 *
 * @param producer the program that wrote it
 * @param opset version of the standard's set of operations
 * @param opsets versions by the domain of the operations
 * @param metadata what the file says beside the network
 */
record OnnxModel(
    String producer,
    int opset,
    Map<String, Integer> opsets,
    WireMessage graph,
    SequencedMap<String, String> metadata) {
  private static final int OLDEST = 1;
  private static final int NEWEST = 21;

  /** The domain of the standard's operations, which may also be left empty. */
  static final String STANDARD = "ai.onnx";

  /**
   * Reads the outermost messages.
   *
   * @throws MalformedModelException if the bytes are no ONNX model, or hold no network
   * @throws UnsupportedModelException if its operations are older or newer than those known here
   */
  static OnnxModel of(MemorySegment bytes, Limits limits) {
    WireMessage model = WireMessage.of(bytes, new Allowance(limits));
    List<WireMessage> graphs = model.messages(Fields.Model.GRAPH);
    if (graphs.isEmpty()) {
      throw new MalformedModelException("it holds no network");
    }
    Map<String, Integer> opsets = new LinkedHashMap<>();
    for (WireMessage set : model.messages(Fields.Model.OPSET_IMPORT)) {
      String domain = set.text(OnnxFields.OperatorSet.DOMAIN);
      opsets.put(
          domain.equals(STANDARD) ? "" : domain,
          Math.clamp(set.number(Fields.OperatorSet.VERSION, 1), 0, Integer.MAX_VALUE));
    }
    int opset = opsets.getOrDefault("", 1);
    if (opset < OLDEST || opset > NEWEST) {
      throw new UnsupportedModelException(
          "it uses version "
              + opset
              + " of ONNX's operations; those up to "
              + NEWEST
              + " are read: export it for one of these");
    }
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    for (WireMessage entry : model.messages(OnnxFields.Model.METADATA)) {
      metadata.put(entry.text(OnnxFields.Entry.KEY), entry.text(OnnxFields.Entry.VALUE));
    }
    return new OnnxModel(
        model.text(Fields.Model.PRODUCER_NAME), opset, opsets, graphs.getLast(), metadata);
  }
}
