/** From the numbers that a detector's network gives to the boxes that are kept. */
package liviano.vision.detection;
