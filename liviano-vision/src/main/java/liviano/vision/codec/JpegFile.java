package liviano.vision.codec;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A JPEG file, up to its end-of-image marker.
 *
 * <p>The runtime's reader (libjpeg) decodes it to the components as they are stored; {@link
 * JpegColour} makes them RGB. Left to itself that reader guesses the colour space by rules of its
 * own and applies profiles.
 *
 * @param stream the file without application data and comments, ended by a marker
 * @param complete whether the end-of-image marker was there
 */
record JpegFile(
    int width, int height, JpegColour colour, byte[] exif, byte[] stream, boolean complete)
    implements Container {

  /** Real progressive files have about ten scans; each costs a pass over all coefficients. */
  private static final int MAX_SCANS = 100;

  static JpegFile parse(Bytes bytes) throws DecodeException {
    return new JpegWalk(bytes).walk();
  }

  @Override
  public int decoderBytesPerPixel() {
    // Three components become RGB in place.
    return colour.components() == 3 ? 0 : colour.components();
  }

  @Override
  public Pixels decode() throws DecodeException {
    Decoders.Decoded<Raster> decoded = Decoders.raster(Format.JPEG, stream);
    requireWhole(decoded.warnings());
    Raster raster = decoded.image();
    if (raster.getWidth() != width
        || raster.getHeight() != height
        || raster.getNumBands() != colour.components()
        || !(raster.getSampleModel() instanceof PixelInterleavedSampleModel)
        || !(raster.getDataBuffer() instanceof DataBufferByte buffer)) {
      throw new DecodeException("damaged JPEG data: the decoder returned another layout");
    }
    return new Pixels(width, height, colour.toRgb(buffer.getData()));
  }

  /**
   * libjpeg fills what is missing with grey and warns. Other warnings (stray bytes between
   * segments, say) are common in pictures that networks were trained on, and pass.
   */
  private void requireWhole(List<String> warnings) throws DecodeException {
    for (String warning : warnings) {
      if (!complete || warning.contains("premature end")) {
        throw new DecodeException("truncated: the JPEG data end before the picture does");
      }
    }
  }

  /** The walk over the segments of a file. */
  private static final class JpegWalk {
    private final Bytes bytes;
    private final ByteArrayOutputStream kept;
    private int at = 2;
    private int scans;
    private int width;
    private int height;
    private boolean progressive;
    private int[] componentIds = {};
    private boolean jfif;
    private int adobeTransform = JpegColour.NO_ADOBE;
    private byte[] exif = {};

    JpegWalk(Bytes bytes) {
      this.bytes = bytes;
      this.kept = new ByteArrayOutputStream(bytes.length());
      kept.write(0xFF);
      kept.write(0xD8);
    }

    JpegFile walk() throws DecodeException {
      boolean complete = false;
      while (!complete && seekMarker()) {
        int marker = bytes.u8(at);
        at++;
        if (marker == 0xD9) {
          complete = true;
        } else if (marker != 0x01 && (marker < 0xD0 || marker > 0xD8)) {
          segment(marker);
        }
      }
      if (componentIds.length == 0 || scans == 0 || !complete && (progressive || scans > 1)) {
        throw DecodeException.truncated("the JPEG file", bytes.length());
      }
      kept.write(0xFF);
      kept.write(0xD9);
      JpegColour colour = JpegColour.of(componentIds, jfif, adobeTransform);
      return new JpegFile(width, height, colour, exif, kept.toByteArray(), complete);
    }

    /** Moves to the code of the next marker; false at the end of the file. */
    private boolean seekMarker() {
      byte[] array = bytes.array();
      while (at < array.length && array[at] != (byte) 0xFF) {
        at++;
      }
      while (at < array.length && array[at] == (byte) 0xFF) {
        at++;
      }
      return at < array.length;
    }

    /** One segment with a length, which {@code at} stands on; and the scan behind it, if any. */
    private void segment(int marker) throws DecodeException {
      int start = at;
      int length = bytes.u16be(start);
      if (length < 2) {
        throw new DecodeException(
            String.format(Locale.ROOT, "damaged JPEG segment at byte %d", start));
      }
      bytes.require(start, length);
      at = start + length;
      if (marker >= 0xE0 && marker <= 0xEF || marker == 0xFE) {
        application(marker, start + 2, length - 2);
        return;
      }
      if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
        frame(marker, start, length);
      } else if (marker == 0xDA) {
        scan();
      }
      kept.write(0xFF);
      kept.write(marker);
      kept.write(bytes.array(), start, at - start);
    }

    private void application(int marker, int start, int length) {
      if (marker == 0xE0 && bytes.has(start, "JFIF\0")) {
        jfif = true;
      } else if (marker == 0xEE && length >= 12 && bytes.has(start, "Adobe")) {
        adobeTransform = bytes.array()[start + 11] & 0xFF;
      } else if (marker == 0xE1 && exif.length == 0 && bytes.has(start, "Exif\0")) {
        int skip = Math.min(6, length);
        exif = Arrays.copyOfRange(bytes.array(), start + skip, start + length);
      }
    }

    private void frame(int marker, int start, int length) throws DecodeException {
      if (marker > 0xC2) {
        String kind =
            marker == 0xC3
                ? "lossless"
                : marker >= 0xC9 && marker <= 0xCB ? "arithmetic-coded" : "hierarchical";
        throw new DecodeException(kind + " JPEG is not supported: convert it to PNG");
      }
      if (length < 8 || componentIds.length != 0) {
        throw new DecodeException(
            String.format(Locale.ROOT, "damaged JPEG frame header at byte %d", start));
      }
      progressive = marker == 0xC2;
      int bits = bytes.u8(start + 2);
      height = bytes.u16be(start + 3);
      width = bytes.u16be(start + 5);
      int components = bytes.u8(start + 7);
      if (bits != 8 || components != 1 && components != 3 && components != 4) {
        throw new DecodeException(
            String.format(
                Locale.ROOT,
                "JPEG of %d components with %d bits is not supported: convert it to PNG",
                components,
                bits));
      }
      if (width == 0 || height == 0 || length < 8 + 3 * components) {
        throw new DecodeException(
            String.format(Locale.ROOT, "damaged JPEG frame header at byte %d", start));
      }
      componentIds = new int[components];
      for (int i = 0; i < components; i++) {
        componentIds[i] = bytes.u8(start + 8 + 3 * i);
      }
    }

    /** Skips the coded data of a scan: up to a marker that is neither stuffing nor a restart. */
    private void scan() throws DecodeException {
      if (++scans > MAX_SCANS) {
        throw new DecodeException(
            String.format(Locale.ROOT, "JPEG with more than %d scans: refused", MAX_SCANS));
      }
      byte[] array = bytes.array();
      for (; at + 1 < array.length; at++) {
        if (array[at] == (byte) 0xFF) {
          int code = array[at + 1] & 0xFF;
          if (code != 0 && code != 0xFF && (code < 0xD0 || code > 0xD7)) {
            return;
          }
        }
      }
      at = array.length;
    }
  }
}
