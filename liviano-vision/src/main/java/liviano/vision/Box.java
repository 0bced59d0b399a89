package liviano.vision;

/**
 * A rectangle in a picture, in pixels; its origin is the outer corner of the picture's top left
 * pixel, so that the whole picture is {@code (0, 0, width, height)}.
 *
 * @param x of its left side
 * @param y of its top
 */
public record Box(float x, float y, float width, float height) {}
