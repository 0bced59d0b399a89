/** The verbs that teach models classes of one's own, and find pictures that are alike. */
package liviano.cli.teach;
