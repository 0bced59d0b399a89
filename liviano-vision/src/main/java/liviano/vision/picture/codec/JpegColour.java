package liviano.vision.picture.codec;

/**
 * The colour space of a JPEG's components, told as libjpeg tells it, and the way to RGB in
 * libjpeg's integer arithmetic.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-T.871">ITU-T T.871, section 7: YCbCr</a>
 */
enum JpegColour {
  GREY(1),
  RGB(3),
  YCBCR(3),
  /** Amounts of ink. */
  CMYK(4),
  /** Amounts of light, 255 - ink: what Adobe writes. */
  INVERTED_CMYK(4),
  /** CMY as YCbCr, and K: only Adobe writes it, inverted. */
  INVERTED_YCCK(4);

  /** In place of the Adobe marker's transform where the file has no such marker. */
  static final int NO_ADOBE = -1;

  // 16-bit fixed point.
  private static final int RED_CR = 91_881; // 1.40200
  private static final int GREEN_CB = 22_554; // 0.34414
  private static final int GREEN_CR = 46_802; // 0.71414
  private static final int BLUE_CB = 116_130; // 1.77200
  private static final int HALF = 1 << 15;

  private final int components;

  JpegColour(int components) {
    this.components = components;
  }

  int components() {
    return components;
  }

  /**
   * @param componentIds of the frame: 1, 3 or 4 of them
   * @param adobeTransform of the Adobe marker, or {@link #NO_ADOBE}
   */
  static JpegColour of(int[] componentIds, boolean jfif, int adobeTransform) {
    return switch (componentIds.length) {
      case 1 -> GREY;
      case 3 -> {
        boolean rgb =
            !jfif
                && (adobeTransform == 0
                    || adobeTransform == NO_ADOBE
                        && componentIds[0] == 'R'
                        && componentIds[1] == 'G'
                        && componentIds[2] == 'B');
        yield rgb ? RGB : YCBCR;
      }
      case 4 ->
          switch (adobeTransform) {
            case NO_ADOBE -> CMYK;
            case 0 -> INVERTED_CMYK;
            default -> INVERTED_YCCK;
          };
      default -> throw new IllegalArgumentException(componentIds.length + " components");
    };
  }

  /** Interleaved components to interleaved RGB; three components are converted in place. */
  byte[] toRgb(byte[] samples) {
    return switch (this) {
      case GREY -> greyToRgb(samples);
      case RGB -> samples;
      case YCBCR -> yccToRgb(samples, 3);
      case CMYK -> {
        for (int i = 0; i < samples.length; i++) {
          samples[i] = (byte) ~samples[i];
        }
        yield lightToRgb(samples);
      }
      case INVERTED_CMYK -> lightToRgb(samples);
      case INVERTED_YCCK -> {
        // YCC decodes to 255 - CMY of what is stored, which is itself inverted.
        yccToRgb(samples, 4);
        for (int i = 0; i < samples.length; i += 4) {
          samples[i] = (byte) ~samples[i];
          samples[i + 1] = (byte) ~samples[i + 1];
          samples[i + 2] = (byte) ~samples[i + 2];
        }
        yield lightToRgb(samples);
      }
    };
  }

  private static byte[] greyToRgb(byte[] grey) {
    byte[] rgb = new byte[3 * grey.length];
    for (int i = 0, at = 0; i < grey.length; i++) {
      rgb[at++] = grey[i];
      rgb[at++] = grey[i];
      rgb[at++] = grey[i];
    }
    return rgb;
  }

  private static byte[] yccToRgb(byte[] ycc, int step) {
    for (int i = 0; i < ycc.length; i += step) {
      int luma = ycc[i] & 0xFF;
      int cb = (ycc[i + 1] & 0xFF) - 128;
      int cr = (ycc[i + 2] & 0xFF) - 128;
      ycc[i] = clamp(luma + (RED_CR * cr + HALF >> 16));
      ycc[i + 1] = clamp(luma + (-GREEN_CB * cb - GREEN_CR * cr + HALF >> 16));
      ycc[i + 2] = clamp(luma + (BLUE_CB * cb + HALF >> 16));
    }
    return ycc;
  }

  /** Inverted CMYK: each colour is its light times that of black, rounded. */
  private static byte[] lightToRgb(byte[] cmyk) {
    byte[] rgb = new byte[cmyk.length / 4 * 3];
    for (int i = 0, at = 0; i < cmyk.length; i += 4) {
      int black = cmyk[i + 3] & 0xFF;
      rgb[at++] = (byte) (((cmyk[i] & 0xFF) * black + 127) / 255);
      rgb[at++] = (byte) (((cmyk[i + 1] & 0xFF) * black + 127) / 255);
      rgb[at++] = (byte) (((cmyk[i + 2] & 0xFF) * black + 127) / 255);
    }
    return rgb;
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
