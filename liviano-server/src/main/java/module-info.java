/** The vision tasks of Liviano over HTTP, for a command or any other program to start. */
module liviano.server {
  requires transitive liviano.core;
  requires transitive liviano.vision;
  requires java.management;
  requires jdk.httpserver;
  requires jdk.jfr;

  exports liviano.server;
}
