/** How long networks take in this process. */
package liviano.cli.timing;
