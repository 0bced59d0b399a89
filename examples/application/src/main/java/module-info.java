/** A program that uses Liviano. On the class path this file has no effect. */
module example.application {
  requires liviano.vision;
}
