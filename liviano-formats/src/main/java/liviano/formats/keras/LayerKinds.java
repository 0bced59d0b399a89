package liviano.formats.keras;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.keras.KerasModel.Layer;
import liviano.formats.keras.NetworkBuilder.Value;

/** The kinds of layers that are computed here, and how. */
final class LayerKinds {
  /** They do nothing but in training. */
  private static final List<String> OF_TRAINING =
      List.of(
          "Dropout",
          "SpatialDropout2D",
          "GaussianNoise",
          "GaussianDropout",
          "AlphaDropout",
          "ActivityRegularization",
          "Identity",
          "RandomFlip",
          "RandomRotation",
          "RandomZoom",
          "RandomTranslation",
          "RandomContrast",
          "RandomBrightness",
          "RandomHeight",
          "RandomWidth");

  private static final Map<String, Function<LayerCall, Value>> COMPUTED =
      Map.ofEntries(
          entry("Conv2D", FilterLayers::convolution),
          entry("Convolution2D", FilterLayers::convolution),
          entry("DepthwiseConv2D", FilterLayers::depthwise),
          entry("SeparableConv2D", FilterLayers::separable),
          entry("SeparableConvolution2D", FilterLayers::separable),
          entry("Conv2DTranspose", FilterLayers::transposed),
          entry("Convolution2DTranspose", FilterLayers::transposed),
          entry("Dense", FilterLayers::dense),
          entry("BatchNormalization", NormLayers::batchNorm),
          entry("Rescaling", NormLayers::rescaling),
          entry("Normalization", NormLayers::normalization),
          entry("Activation", ActivationLayers::activation),
          entry("ReLU", ActivationLayers::relu),
          entry("LeakyReLU", ActivationLayers::leakyRelu),
          entry("ELU", ActivationLayers::elu),
          entry("ThresholdedReLU", ActivationLayers::thresholdedRelu),
          entry("PReLU", ActivationLayers::prelu),
          entry("Softmax", ActivationLayers::softmax),
          entry("MaxPooling2D", PoolLayers::max),
          entry("AveragePooling2D", PoolLayers::average),
          entry("GlobalAveragePooling2D", PoolLayers::globalAverage),
          entry("GlobalMaxPooling2D", PoolLayers::globalMax),
          entry("ZeroPadding2D", MapLayers::pad),
          entry("Cropping2D", MapLayers::crop),
          entry("UpSampling2D", MapLayers::upsample),
          entry("Resizing", MapLayers::resize),
          entry("Flatten", MapLayers::flatten),
          entry("Reshape", MapLayers::reshape),
          entry("Permute", MapLayers::permute),
          entry("Concatenate", MergeLayers::concatenate),
          entry("Average", MergeLayers::average),
          entry("Add", call -> MergeLayers.combine(call, Combination.ADD)),
          entry("Subtract", call -> MergeLayers.combine(call, Combination.SUBTRACT)),
          entry("Multiply", call -> MergeLayers.combine(call, Combination.MULTIPLY)),
          entry("Divide", call -> MergeLayers.combine(call, Combination.DIVIDE)),
          entry("TrueDivide", call -> MergeLayers.combine(call, Combination.DIVIDE)),
          entry("Maximum", call -> MergeLayers.combine(call, Combination.MAXIMUM)),
          entry("Minimum", call -> MergeLayers.combine(call, Combination.MINIMUM)));

  private LayerKinds() {}

  /** How a layer is computed; empty if it is not. */
  static Optional<Function<LayerCall, Value>> find(Layer layer) {
    return OF_TRAINING.contains(layer.kind())
        ? Optional.of(LayerCall::input)
        : Optional.ofNullable(COMPUTED.get(layer.kind())).or(() -> FunctionLayers.find(layer));
  }
}
