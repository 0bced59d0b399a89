/**
 * The liviano command: its start, its errors and exit status, and how it finds a verb.
 *
 * <p>{@link liviano.cli.Main} is where it starts. Verbs come from {@link
 * liviano.cli.CommandProvider}s, those of this module from {@code liviano.cli.commands}.
 */
package liviano.cli;
