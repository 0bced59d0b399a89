/** What a model file carries beside its graph and weights. */
package liviano.model;
