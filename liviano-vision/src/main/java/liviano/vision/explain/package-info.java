/** Why a network answers as it does: numbers and maps, as values. */
package liviano.vision.explain;
