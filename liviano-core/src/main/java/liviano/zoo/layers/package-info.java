/**
 * What networks are built of: convolutions with their norm and activation, by the conventions of a
 * framework.
 */
package liviano.zoo.layers;
