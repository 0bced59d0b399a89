package liviano.server.work;

import java.util.Locale;

/** What a request spends its time on, in order. */
public enum Stage {
  /** Waiting for its turn. */
  QUEUE,
  /** From the bytes of a picture file to pixels. */
  DECODE,
  /** From pixels to the input of the network. */
  PREPARE,
  /** The network, and reading its outputs. */
  INFER,
  /** Writing the answer as JSON, tensors or a drawn picture. */
  ANSWER;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** As headers and metrics name it. */
  public String label() {
    return label;
  }
}
