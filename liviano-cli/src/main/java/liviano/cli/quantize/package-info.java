/** The verb that makes integers of a model. */
package liviano.cli.quantize;
