package liviano.vision.teach;

/** How many pictures of a class are used for what. */
public record ClassCount(String label, int training, int validation, int test) {}
