package liviano.vision.picture.codec;

/** A picture file whose outer structure was walked and found whole; no pixel is decoded yet. */
sealed interface Container permits JpegFile, PngFile, GifFile, BmpFile, WebpFile {

  /** Pixels a row, as declared, before orientation; at least 1. */
  int width();

  /** Rows, as declared, before orientation; at least 1. */
  int height();

  /** Bytes that the decoder needs for each pixel, in addition to the three of the result. */
  int decoderBytesPerPixel();

  /** The Exif block, a TIFF file of its own; empty where there is none. */
  byte[] exif();

  /** Decodes; the caller has checked the size. */
  Pixels decode() throws DecodeException;
}
