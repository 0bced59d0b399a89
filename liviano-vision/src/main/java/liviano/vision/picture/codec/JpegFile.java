package liviano.vision.picture.codec;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.List;

/**
 * A JPEG file, up to its end-of-image marker.
 *
 * <p>The runtime's reader (libjpeg) decodes it to the components as they are stored; {@link
 * JpegColour} makes them RGB. Left to itself that reader guesses the colour space by rules of its
 * own and applies profiles.
 *
 * @param coefficientBytes what the decoder holds outside the heap, where it must read several scans
 *     before it can decode a block
 * @param stream the file without application data and comments, ended by a marker
 * @param complete whether the end-of-image marker was there
 */
record JpegFile(
    int width,
    int height,
    JpegColour colour,
    long coefficientBytes,
    byte[] exif,
    byte[] stream,
    boolean complete)
    implements Container {

  static JpegFile parse(Bytes bytes) throws DecodeException {
    return new JpegWalk(bytes).walk();
  }

  @Override
  public int decoderBytesPerPixel() {
    // Three components become RGB in place.
    int raster = colour.components() == 3 ? 0 : colour.components();
    return raster + (int) Math.ceilDiv(coefficientBytes, (long) width * height);
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
}
