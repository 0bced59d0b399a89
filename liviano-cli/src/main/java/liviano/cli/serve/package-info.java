/** The verb that serves models over HTTP: its options, and where its models come from. */
package liviano.cli.serve;
