/** The paper's tables as the command prints them: published, counted, measured. */
package liviano.paper.tables;
