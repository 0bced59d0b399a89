/** Tests of the server's page in a browser: Chromium, driven by Playwright. */
package liviano.cli.page;
