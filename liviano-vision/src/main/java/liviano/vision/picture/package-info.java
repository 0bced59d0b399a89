/** Files of pictures: writing, and below it decoding. Knows samples alone. */
package liviano.vision.picture;
