/** The inside of segmentation: programs for several sizes, and the best class of each pixel. */
package liviano.vision.segmentation;
