package liviano.formats.keras;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.keras.KerasModel.Layer;

/**
 * A tensor that a layer has learned.
 *
 * @param name as Keras calls it
 * @param trainable whether training changes it by gradients; statistics it does not
 */
record WeightRole(String name, boolean trainable) {

  /** Those of a layer, in the order in which Keras makes them. */
  static List<WeightRole> of(Layer layer) {
    LayerSettings settings = new LayerSettings(layer.config());
    return switch (layer.kind()) {
      case "Conv2D", "Conv2DTranspose", "Dense", "Convolution2D", "Convolution2DTranspose" ->
          withBias(settings, "kernel");
      case "DepthwiseConv2D" -> withBias(settings, "depthwise_kernel");
      case "SeparableConv2D", "SeparableConvolution2D" ->
          withBias(settings, "depthwise_kernel", "pointwise_kernel");
      case "BatchNormalization" -> norm(settings);
      case "PReLU" -> List.of(new WeightRole("alpha", true));
      case "Normalization" ->
          settings.find("mean").isPresent()
              ? List.of()
              : List.of(new WeightRole("mean", false), new WeightRole("variance", false));
      default -> List.of();
    };
  }

  /** Whether a tensor of that name has this role; version 3 shortens a name. */
  boolean isCalled(String given) {
    return given.equals(name) || given.equals("kernel") && name.equals("depthwise_kernel");
  }

  private static List<WeightRole> withBias(LayerSettings settings, String... kernels) {
    List<WeightRole> roles = new ArrayList<>();
    for (String kernel : kernels) {
      roles.add(new WeightRole(kernel, true));
    }
    if (settings.flag("use_bias", true)) {
      roles.add(new WeightRole("bias", true));
    }
    return roles;
  }

  private static List<WeightRole> norm(LayerSettings settings) {
    List<WeightRole> roles = new ArrayList<>();
    if (settings.flag("scale", true)) {
      roles.add(new WeightRole("gamma", true));
    }
    if (settings.flag("center", true)) {
      roles.add(new WeightRole("beta", true));
    }
    roles.add(new WeightRole("moving_mean", false));
    roles.add(new WeightRole("moving_variance", false));
    return roles;
  }
}
