import type { StarlightUserConfig } from "@astrojs/starlight/types";
import { resolveConfig } from "../modules/config/index.ts";
import { type Guide, guides } from "../modules/reference/index.ts";
import { planTopology } from "../modules/topology/index.ts";

/** The parts that a stack of any config has, on one target or the other, in the order of a request. */
export function componentGuides(): readonly Guide[] {
  const config = resolveConfig({});
  const found = (["local", "cloud"] as const).flatMap((target) =>
    guides({ config, topology: planTopology(config, target) }),
  );
  return found.filter(({ id }, index) => found.findIndex((other) => other.id === id) === index);
}

/** The menu: what to learn, what to do, what to look up, and why it works. */
export function sidebar(): NonNullable<StarlightUserConfig["sidebar"]> {
  return [
    { label: "Home", link: "/" },
    {
      label: "Learn",
      items: [
        { label: "First 15 minutes", link: "/guides/first-15-minutes/" },
        { label: "Lab: break it", link: "/guides/lab/" },
        { label: "Lab: for teachers", link: "/guides/lab-for-teachers/" },
        { label: "Questions and answers", link: "/questions/" },
      ],
    },
    {
      label: "How to",
      items: [
        { label: "Deploy your own site", link: "/guides/your-site/" },
        { label: "Deploy WordPress", link: "/guides/wordpress/" },
        { label: "Deploy MediaWiki", link: "/guides/mediawiki/" },
        { label: "Deploy a Laravel application", link: "/guides/laravel/" },
        { label: "Deploy phpMyAdmin", link: "/guides/phpmyadmin/" },
        { label: "Deploy to DigitalOcean", link: "/guides/cloud/" },
        { label: "Build with the constructs", link: "/guides/own-cdktf-app/" },
        { label: "Troubleshooting", link: "/guides/troubleshooting/" },
      ],
    },
    {
      label: "How it works",
      items: [
        { label: "Architecture", link: "/architecture/" },
        {
          label: "Components",
          collapsed: true,
          items: [
            { label: "All components", link: "/components/" },
            // The region's name follows the config, and the menu doesn't.
            ...componentGuides().map(({ id, title }) => ({
              label: title.replace(/^Region .*/, "Region"),
              link: `/components/${id}/`,
            })),
          ],
        },
        { label: "Redundancy", link: "/redundancy/" },
        { label: "Capacity", link: "/capacity/" },
        { label: "Cost", link: "/cost/" },
        { label: "Alternatives", link: "/guides/compared/" },
        { label: "CDKTF and its successor", link: "/guides/cdktf/" },
      ],
    },
    {
      label: "Reference",
      items: [
        { label: "Commands", link: "/reference/commands/" },
        { label: "Configuration", link: "/configuration/" },
        { label: "Constructs' API", link: "/reference/api/" },
        { label: "Site environment", link: "/reference/environment/" },
        { label: "Ports and networks", link: "/reference/network/" },
        { label: "Metrics", link: "/reference/metrics/" },
        { label: "Failures and edits", link: "/reference/faults/" },
        { label: "Limits", link: "/reference/limits/" },
        { label: "Results", link: "/results/" },
        { label: "Concepts", link: "/concepts/" },
        { label: "Acronyms", link: "/acronyms/" },
      ],
    },
  ];
}
