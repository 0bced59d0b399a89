/** The verbs, one a file. */
package liviano.cli.commands;
