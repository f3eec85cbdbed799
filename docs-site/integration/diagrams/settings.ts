/** The site's font, so that text is measured as it will be shown. */
const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif";

/** How mermaid draws at build time: text as SVG text, which screen readers and printers know. */
export const mermaidSettings = {
  startOnLoad: false,
  htmlLabels: false,
  theme: "base",
  fontFamily,
  themeVariables: { fontSize: "15px", fontFamily },
  flowchart: { nodeSpacing: 24, rankSpacing: 40, padding: 10, curve: "basis" },
  sequence: {
    ...{ actorFontSize: 14, noteFontSize: 14, messageFontSize: 14 },
    mirrorActors: false,
    actorMargin: 16,
    width: 150,
    height: 48,
    messageMargin: 28,
    wrap: true,
  },
} as const;
