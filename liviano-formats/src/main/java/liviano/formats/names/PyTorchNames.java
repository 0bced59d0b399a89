package liviano.formats.names;

import liviano.graph.ParamSpec.Role;

/** The last part of names in PyTorch, where modules of one kind have parameters of one name. */
final class PyTorchNames {
  private PyTorchNames() {}

  /**
   * A parameter.
   *
   * @param layer the module of the convolution or dense layer
   * @param norm the module of the batch norm after it
   */
  static String of(String layer, String norm, Role role) {
    return switch (role) {
      case WEIGHT -> layer + ".weight";
      case BIAS -> layer + ".bias";
      case SCALE -> norm + ".weight";
      case OFFSET -> norm + ".bias";
      case MEAN -> norm + ".running_mean";
      case VARIANCE -> norm + ".running_var";
      case SLOPE, CENTRE, VALUE -> throw new IllegalArgumentException("no layer has a " + role);
    };
  }
}
