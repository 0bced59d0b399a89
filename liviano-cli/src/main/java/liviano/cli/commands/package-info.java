/** The verbs of the command, group by group, and the shell's completion of them all. */
package liviano.cli.commands;
