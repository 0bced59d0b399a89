package liviano.vision;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.model.ChannelOrder;
import liviano.model.Fit;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.NativeMemory;
import liviano.tensor.Shape;
import liviano.vision.PixelRule.Colour;
import liviano.vision.prepare.Preprocessor;
import liviano.weights.Tensor;

/**
 * Pictures as tensors for an input of any number format and order of axes.
 *
 * @param shape height, width and channels of the input
 * @param card the normalisation where the caller gives none
 */
record PictureTensor(TensorInfo info, Shape shape, Preprocessing card) {

  /**
   * A picture as a tensor.
   *
   * @param how fit, resampling and channels
   * @param given what number a pixel becomes; if empty, the input's habit
   * @throws IllegalArgumentException if the input is of a format that holds no pixels
   * @throws MalformedModelException if the input's quantisation has more than one scale
   */
  Tensor of(Picture picture, Preprocessing how, Optional<PixelRule> given) {
    ChannelOrder order = shape.channels() == 1 ? ChannelOrder.GRAY : how.channels();
    boolean asItIs = picture.width() == shape.width() && picture.height() == shape.height();
    Preprocessing sized = how.withSize(shape.width(), shape.height());
    Preprocessing pixelsOnly =
        (asItIs ? sized.withFit(new Fit.Squash()) : sized).withNormalization(Normalization.none());
    float[] pixels = new float[shape.elements()];
    Preprocessor.of(pixelsOnly, shape.channels()).apply(picture, Region.whole(picture), pixels);
    double[] numbers = new double[pixels.length];
    Colour[] colours = colours(order);
    Optional<PixelRule> rule = given.or(this::habit);
    for (int i = 0; i < numbers.length; i++) {
      Colour colour = colours[i % colours.length];
      // Grey made of colours is a picture of whole pixels, as any program would make it.
      double pixel = colour == Colour.GREY && asItIs ? Math.floor(pixels[i] + 0.5) : pixels[i];
      numbers[i] = rule.isPresent() ? rule.get().number(pixel, colour) : pixel;
    }
    return tensor(numbers, rule.isPresent());
  }

  /** Unsigned bytes are pixels. */
  private Optional<PixelRule> habit() {
    return info.type() == DType.U8
        ? Optional.empty()
        : Optional.of(PixelRule.of(card.normalization()));
  }

  private static Colour[] colours(ChannelOrder order) {
    return switch (order) {
      case RGB -> new Colour[] {Colour.RED, Colour.GREEN, Colour.BLUE};
      case BGR -> new Colour[] {Colour.BLUE, Colour.GREEN, Colour.RED};
      case GRAY -> new Colour[] {Colour.GREY};
    };
  }

  private Tensor tensor(double[] numbers, boolean areReal) {
    int bytes = info.type().bytes();
    MemorySegment memory = NativeMemory.allocate((long) numbers.length * bytes);
    double scale = areReal ? scale() : 1;
    int zero = areReal ? info.quantization().map(q -> q.zeroPoint(0)).orElse(0) : 0;
    for (int i = 0; i < numbers.length; i++) {
      double steps = Math.floor(numbers[i] / scale + zero + 0.5);
      switch (info.type()) {
        case F32 -> memory.setAtIndex(LittleEndian.FLOAT, i, (float) numbers[i]);
        case U8 -> memory.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp(steps, 0, 255));
        case I8 -> memory.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp(steps, -128, 127));
        case I32 -> memory.setAtIndex(LittleEndian.INT, i, (int) steps);
        case I64 -> memory.setAtIndex(LittleEndian.LONG, i, (long) steps);
        default ->
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT, "pictures are not written as such: give input %s an array", info));
      }
    }
    MemorySegment file = NativeMemory.allocate(memory.byteSize());
    info.layout().toFile(memory, file, bytes);
    return new Tensor(info.name(), info.type(), info.dims(), file);
  }

  private double scale() {
    if (info.quantization().isEmpty()) {
      return 1;
    }
    if (info.quantization().get().scales().size() > 1) {
      throw new MalformedModelException(
          String.format(Locale.ROOT, "input %s has a scale for each channel", info));
    }
    return info.quantization().get().scales().getFirst();
  }
}
