/**
 * The paper for its students, as verbs of the command. Whoever classifies a picture does not load
 * it.
 *
 * <p>Numbers come first: {@code published} has what papers print, {@code experiments} computes.
 * {@code summary}, {@code tables}, {@code figures} and {@code lab} print and draw them, each for a
 * verb, and {@code plot} is what they draw with.
 */
package liviano.paper;
