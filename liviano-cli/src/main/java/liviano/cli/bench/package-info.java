/** The verb {@code bench}, and the stopwatch that times sessions. */
package liviano.cli.bench;
