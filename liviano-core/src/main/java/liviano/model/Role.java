package liviano.model;

import liviano.json.JsonEnums;

/**
 * What a value of a network stands for. A model's card says it of any value, whatever its name;
 * where the card says nothing, an output that is called as a role plays it.
 */
public enum Role {
  /**
   * A number a class, before the softmax: of a picture, of each anchor of a detector, or of each
   * position of a segmenter.
   */
  LOGITS,
  /** A number a class, from 0 to 1. */
  PROBABILITIES,
  /** What the layers that tell classes apart read: alike for pictures that look alike. */
  EMBEDDING,
  /** A segmenter's logits at the size of its input. */
  UPSAMPLED,
  /** The boxes of an SSD as four numbers an anchor, relative to it. */
  BOXES,
  /** What YOLOv2 says of its cells. */
  REGIONS,
  /**
   * Boxes that were found: {@code [boxes, 4]}: top, left, bottom, right in fractions of the input.
   */
  DETECTION_BOXES,
  /** The class of each box that was found, from 0. */
  DETECTION_CLASSES,
  /** The score of each box that was found, from 0 to 1. */
  DETECTION_SCORES,
  /** How many boxes were found: the first so many count. */
  DETECTION_COUNT;

  /** As JSON has it and as outputs are called: in lower case. */
  public String key() {
    return JsonEnums.write(this);
  }
}
