/** The verb {@code doctor}: what this machine and this installation offer. */
package liviano.cli.machine;
