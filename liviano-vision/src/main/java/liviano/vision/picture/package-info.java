/** Files of pictures: limits for reading, and writing. */
package liviano.vision.picture;
