/** The verbs that answer about pictures: their options, what they print and what they draw. */
package liviano.cli.pictures;
