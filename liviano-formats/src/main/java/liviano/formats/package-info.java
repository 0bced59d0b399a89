/** Readers of other people's model files. {@link liviano.formats.ModelFiles} is the door. */
package liviano.formats;
