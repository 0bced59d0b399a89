package liviano.vision.eval;

import java.nio.file.Path;

/**
 * A picture of a VOC data set, with its class mask.
 *
 * @param id its line in the list, such as {@code 2007_000925}
 * @param picture its JPEG
 * @param mask its palette PNG
 */
public record VocPicture(String id, Path picture, Path mask) {}
