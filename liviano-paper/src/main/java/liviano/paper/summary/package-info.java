/** The verb {@code summary}: a network layer by layer, as text, table or drawing. */
package liviano.paper.summary;
