/** The networks, each a file to be read beside its paper. */
package liviano.zoo;
