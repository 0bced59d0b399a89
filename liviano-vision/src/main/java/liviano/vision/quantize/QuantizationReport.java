package liviano.vision.quantize;

import java.util.List;

/**
 * How near an integer network is to the one of floats.
 *
 * @param layers in the order in which they are computed
 * @param measures the steps one after the other: plain rounding first
 * @param pictures that were compared
 */
public record QuantizationReport(List<LayerNoise> layers, List<Measure> measures, int pictures) {
  public QuantizationReport {
    layers = List.copyOf(layers);
    measures = List.copyOf(measures);
  }

  /** The signal-to-noise ratio of the network's outputs, in decibels. */
  public double decibels() {
    return measures.getLast().decibels();
  }
}
