/** The verbs that read, convert and install models. */
package liviano.cli.models;
