package liviano.formats.names;

import liviano.model.Preprocessing;

/**
 * How a program prepares pictures.
 *
 * @param description for people: {@code torchvision's, shorter side to 256}
 */
record Habit(Preprocessing preprocessing, String description) {}
