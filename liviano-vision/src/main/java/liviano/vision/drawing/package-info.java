/**
 * Boxes, masks and their labels drawn over pictures, with letters of our own: no fonts and no
 * drawing library, so that it works wherever Java runs. {@link liviano.vision.drawing.Drawing}
 * draws what a task answers as it comes.
 */
package liviano.vision.drawing;
