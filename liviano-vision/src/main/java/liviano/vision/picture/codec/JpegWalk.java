package liviano.vision.picture.codec;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/** The walk over the segments of a JPEG file, once from its beginning to its end. */
final class JpegWalk {
  private final Bytes bytes;
  private final ByteArrayOutputStream kept;
  private int at = 2;
  private int width;
  private int height;
  private boolean progressive;
  private int[] componentIds = {};
  private JpegScans scans;
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
    requireWhole(complete);
    kept.write(0xFF);
    kept.write(0xD9);
    JpegColour colour = JpegColour.of(componentIds, jfif, adobeTransform);
    return new JpegFile(
        width, height, colour, coefficientBytes(), exif, kept.toByteArray(), complete);
  }

  /**
   * Several scans are known to be all of them by the end-of-image marker alone. Behind the only
   * scan it adds nothing, and some programs leave it out.
   */
  private void requireWhole(boolean complete) throws DecodeException {
    if (scans == null || scans.count() == 0 || !complete && isBuffered()) {
      throw DecodeException.truncated("the JPEG file", bytes.length());
    }
    if (!scans.complete()) {
      throw DecodeException.truncated("the last scan of the JPEG file", bytes.length());
    }
  }

  private boolean isBuffered() {
    return progressive || scans.count() > 1;
  }

  private long coefficientBytes() {
    return isBuffered() ? 2 * 64 * scans.blocks() : 0;
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
      scan(start);
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
    scans = JpegScans.of(bytes, start + 8, components, width, height, progressive);
  }

  /** Skips the coded data of a scan: up to a marker that is neither stuffing nor a restart. */
  private void scan(int header) throws DecodeException {
    if (scans == null) {
      throw new DecodeException(
          String.format(Locale.ROOT, "damaged JPEG: a scan before its frame at byte %d", header));
    }
    scans.add(bytes, header);
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
