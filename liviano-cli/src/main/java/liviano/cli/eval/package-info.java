/** The verb {@code eval}: accuracy on labelled pictures, task by task. */
package liviano.cli.eval;
