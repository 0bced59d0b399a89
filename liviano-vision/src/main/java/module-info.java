/** Pictures, preprocessing and the vision tasks of Liviano. */
module liviano.vision {
  requires transitive java.desktop;
  requires transitive liviano.core;

}
