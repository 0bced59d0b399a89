/** Readers of other people's model files. Start at {@link liviano.formats.ModelFiles}. */
package liviano.formats;
