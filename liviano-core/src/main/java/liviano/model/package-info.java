/** What a model file holds in addition to its graph and weights. */
package liviano.model;
