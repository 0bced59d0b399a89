/** From arguments to pictures, and the same work on each of them. */
package liviano.cli.input;
