/** From a picture to the input of a network: resizing, cropping and normalising. */
package liviano.vision.prepare;
