/** The networks, one file each, written to be compared with the paper. */
package liviano.zoo;
