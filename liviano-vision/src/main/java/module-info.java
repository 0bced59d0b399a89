/** Pictures, preprocessing and the vision tasks of Liviano. */
module liviano.vision {
  requires transitive java.desktop;
  requires transitive liviano.core;

  exports liviano.vision;
  exports liviano.vision.drawing;
  exports liviano.vision.eval;
  exports liviano.vision.explain;
  exports liviano.vision.json;
  exports liviano.vision.prepare;
  exports liviano.vision.quantize;
  exports liviano.vision.teach;

  /* The reader of lossless WebP, where it is on the path. */
  uses javax.imageio.spi.ImageReaderSpi;
}
