package liviano.vision.picture.codec;

/** The formats that are read, told by their first bytes. */
enum Format {
  JPEG,
  PNG,
  GIF,
  BMP,
  WEBP;

  /**
   * @throws DecodeException where the bytes are none of these, naming what they are where known
   */
  static Format of(Bytes bytes) throws DecodeException {
    if (bytes.length() == 0) {
      throw new DecodeException("empty file");
    }
    if (bytes.has(0, "\u00FF\u00D8\u00FF")) {
      return JPEG;
    } else if (bytes.has(0, "\u0089PNG\r\n\u001A\n")) {
      return PNG;
    } else if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a")) {
      return GIF;
    } else if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
      return WEBP;
    } else if (BmpHeader.begins(bytes)) {
      return BMP;
    }
    String stranger = stranger(bytes);
    throw new DecodeException(
        stranger.isEmpty()
            ? "not a picture: give a JPEG, PNG, BMP, GIF or WebP file"
            : stranger + " is not supported: convert it to JPEG or PNG");
  }

  /** A name for the formats that are met in the wild and not read; empty for all else. */
  private static String stranger(Bytes bytes) {
    if (bytes.has(0, "II*\0") || bytes.has(0, "MM\0*")) {
      return "TIFF";
    } else if (bytes.has(4, "ftypavif") || bytes.has(4, "ftypavis")) {
      return "AVIF";
    } else if (bytes.has(4, "ftyphe") || bytes.has(4, "ftypmif1") || bytes.has(4, "ftypmsf1")) {
      return "HEIC";
    } else if (bytes.has(4, "jP  \r\n") || bytes.has(0, "\u00FF\u004F\u00FF\u0051")) {
      return "JPEG 2000";
    } else if (bytes.has(4, "JXL \r\n") || bytes.has(0, "\u00FF\n")) {
      return "JPEG XL";
    } else if (bytes.has(0, "8BPS")) {
      return "Photoshop";
    } else if (bytes.has(0, "%PDF")) {
      return "PDF";
    } else if (bytes.has(0, "\0\0\1\0")) {
      return "ICO";
    } else if (bytes.has(0, "<svg")) {
      return "SVG";
    }
    return "";
  }
}
