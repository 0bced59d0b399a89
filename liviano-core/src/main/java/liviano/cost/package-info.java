/** What a network costs: parameters and multiply-adds, counted from its graph. */
package liviano.cost;
