package liviano.vision.detection;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** From what a detector's network gives to the boxes it found. Immutable and thread-safe. */
public sealed interface DetectionDecoder
    permits SsdDecoder, CaffeSsdDecoder, YoloDecoder, DecodedBoxes {

  /** The network's outputs that it reads. */
  List<String> outputs();

  /**
   * The boxes that were found, the greatest score first.
   *
   * @param outputs float32 in native order, in the order of {@link #outputs()}
   */
  List<Found> decode(List<MemorySegment> outputs);
}
