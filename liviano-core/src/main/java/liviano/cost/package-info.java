/**
 * What a network costs: parameters, multiply-adds and memory, counted from its graph by the
 * conventions in which sources differ.
 */
package liviano.cost;
