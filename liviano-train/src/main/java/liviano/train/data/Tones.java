package liviano.train.data;

/** Changes of each sample by itself, by tables of 256 values, and blends with a grey picture. */
final class Tones {
  private static final int LEVELS = 256;

  /** Luma of ITU-R BT.601, in parts of 65536. */
  private static final int RED = 19595;

  private static final int GREEN = 38470;
  private static final int BLUE = 7471;

  private Tones() {}

  /** All samples times a factor of 0 or more. */
  static void brightness(Raster raster, float factor) {
    through(raster, away(0, factor));
  }

  /** Distances from the mean brightness times a factor of 0 or more. */
  static void contrast(Raster raster, float factor) {
    through(raster, away(Math.round(meanLuma(raster)), factor));
  }

  /** Distances from grey times a factor of 0 or more. */
  static void saturation(Raster raster, float factor) {
    byte[] rgb = raster.rgb();
    for (int i = 0; i < rgb.length; i += Raster.CHANNELS) {
      int grey = luma(rgb, i);
      for (int channel = 0; channel < Raster.CHANNELS; channel++) {
        int sample = rgb[i + channel] & 0xFF;
        rgb[i + channel] = Raster.rounded(grey + (sample - grey) * factor);
      }
    }
  }

  /** Samples of a threshold (0 to 256) and above become their negative. */
  static void solarize(Raster raster, int threshold) {
    byte[] table = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      table[i] = (byte) (i < threshold ? i : 255 - i);
    }
    through(raster, table);
  }

  /** Keeps the upper bits (1 to 8) of each sample. */
  static void posterize(Raster raster, int bits) {
    byte[] table = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      table[i] = (byte) (i & -1 << 8 - bits);
    }
    through(raster, table);
  }

  /** Stretches each channel so that its least sample becomes 0 and its greatest 255. */
  static void autocontrast(Raster raster) {
    for (int channel = 0; channel < Raster.CHANNELS; channel++) {
      int[] counts = histogram(raster, channel);
      int least = 0;
      while (least < 255 && counts[least] == 0) {
        least++;
      }
      int most = 255;
      while (most > 0 && counts[most] == 0) {
        most--;
      }
      if (most > least) {
        byte[] table = new byte[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
          table[i] = Raster.rounded((i - least) * 255f / (most - least));
        }
        through(raster, channel, table);
      }
    }
  }

  /**
   * Makes all levels of each channel about as frequent, as far as samples that are equal stay so.
   */
  static void equalize(Raster raster) {
    for (int channel = 0; channel < Raster.CHANNELS; channel++) {
      int[] counts = histogram(raster, channel);
      int last = 255;
      while (counts[last] == 0) {
        last--;
      }
      long spread = (long) raster.width() * raster.height() - counts[last];
      if (spread > 0) {
        through(raster, channel, equalizing(counts, spread));
      }
    }
  }

  /** Levels by how many samples are below, the last one 255. */
  private static byte[] equalizing(int[] counts, long spread) {
    byte[] table = new byte[LEVELS];
    long below = 0;
    for (int i = 0; i < LEVELS; i++) {
      table[i] = (byte) Math.min(255, (below * 255 + spread / 2) / spread);
      below += counts[i];
    }
    return table;
  }

  private static int[] histogram(Raster raster, int channel) {
    int[] counts = new int[LEVELS];
    byte[] rgb = raster.rgb();
    for (int i = channel; i < rgb.length; i += Raster.CHANNELS) {
      counts[rgb[i] & 0xFF]++;
    }
    return counts;
  }

  /** Brightness as people see it, 0 to 255. */
  static int luma(byte[] rgb, int at) {
    int sum = RED * (rgb[at] & 0xFF) + GREEN * (rgb[at + 1] & 0xFF) + BLUE * (rgb[at + 2] & 0xFF);
    return sum + (1 << 15) >> 16;
  }

  private static float meanLuma(Raster raster) {
    byte[] rgb = raster.rgb();
    long sum = 0;
    for (int i = 0; i < rgb.length; i += Raster.CHANNELS) {
      sum += luma(rgb, i);
    }
    return (float) ((double) sum / (rgb.length / Raster.CHANNELS));
  }

  /** Levels at other distances from one of them. */
  private static byte[] away(int from, float factor) {
    byte[] table = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      table[i] = Raster.rounded(from + (i - from) * factor);
    }
    return table;
  }

  private static void through(Raster raster, byte[] table) {
    byte[] rgb = raster.rgb();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = table[rgb[i] & 0xFF];
    }
  }

  private static void through(Raster raster, int channel, byte[] table) {
    byte[] rgb = raster.rgb();
    for (int i = channel; i < rgb.length; i += Raster.CHANNELS) {
      rgb[i] = table[rgb[i] & 0xFF];
    }
  }
}
