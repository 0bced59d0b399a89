package liviano.vision.picture.codec;

/**
 * Samples that are numbers, not colours: of a palette PNG the places in the palette.
 *
 * @param indices height x width bytes, row by row; not modified after construction
 */
public record Indices(int width, int height, byte[] indices) {}
