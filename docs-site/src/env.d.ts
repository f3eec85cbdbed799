/// <reference types="astro/client" />

declare module "virtual:lampstand/project" {
  /** The project's config, its paths relative to the project's folder. */
  export const config: import("../../modules/config/index.ts").ResolvedConfig;
  /** What is wrong with the project's own config; `config` is the default one then. Only in the dev server. */
  export const configProblem: string | undefined;
  /** What the servers of the local stack are configured with. */
  export const settings: import("../integration/project/index.ts").RenderedSettings;
  /** The last benchmark of deploys. */
  export const deployResult: import("../integration/project/index.ts").LastResult<
    import("../../modules/results/index.ts").DeployResult
  >;
  /** The commands of the CLI, in the order of its usage text. */
  export const commands: readonly import("../integration/project/index.ts").CommandReference[];
}

declare module "virtual:lampstand/diagrams" {
  /** The drawn diagram as inline SVG; undefined where no browser was found at build time. */
  export function drawDiagram(
    text: string,
    caption: import("../integration/diagrams/index.ts").Caption,
  ): Promise<string | undefined>;
}
