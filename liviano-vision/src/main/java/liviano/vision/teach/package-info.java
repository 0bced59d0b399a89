/**
 * Teaches a model classes of one's own: the body of a network that is there stays as it is, and a
 * new last layer is fitted to what it says of labelled pictures.
 */
package liviano.vision.teach;
