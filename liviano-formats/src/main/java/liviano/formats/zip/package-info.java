/** ZIP archives that hold models: their entries as memory, within bounds. */
package liviano.formats.zip;
