/**
 * Named tensors, and the safetensors files that hold them.
 *
 * <p>Files are hostile until proven otherwise: every size is checked before anything is allocated,
 * and whatever is wrong with one is a {@link liviano.MalformedModelException} that names the file
 * and the byte.
 */
package liviano.weights;
