/** The liviano command: its start, its exit status, and what its verbs share. */
package liviano.cli;
