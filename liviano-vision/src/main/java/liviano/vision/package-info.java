/** Pictures, and their way into a network's input. */
package liviano.vision;
