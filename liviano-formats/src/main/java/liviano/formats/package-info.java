/**
 * Readers of other people's model files. Start at {@link liviano.formats.ModelFiles}, which finds
 * the reader of a file by its content.
 *
 * <p>Each format has a package below; {@link liviano.formats.ModelReader} is what they implement.
 */
package liviano.formats;
