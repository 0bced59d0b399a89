/** The verb {@code train}: its options, and a run from its beginning to its end. */
package liviano.train.cli;
