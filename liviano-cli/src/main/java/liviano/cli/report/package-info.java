/** Pages about a model that was made: what the reports of several verbs have in common. */
package liviano.cli.report;
