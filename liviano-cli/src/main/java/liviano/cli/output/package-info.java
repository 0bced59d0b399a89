/** Results, errors and progress, for people and for programs. */
package liviano.cli.output;
