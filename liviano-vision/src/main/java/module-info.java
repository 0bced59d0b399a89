/** Pictures, preprocessing and the vision tasks of Liviano. */
module liviano.vision {
  requires transitive java.desktop;
  requires transitive liviano.core;
  requires com.twelvemonkeys.imageio.webp;

  exports liviano.vision;
  exports liviano.vision.drawing;
  exports liviano.vision.eval;
  exports liviano.vision.explain;
  exports liviano.vision.lab;
}
