import type { StarlightUserConfig } from "@astrojs/starlight/types";

/** The menu. Its order is that in which a course would read the pages. */
export function sidebar(): NonNullable<StarlightUserConfig["sidebar"]> {
  return [
    { label: "Overview", link: "/" },
    { label: "Architecture", link: "/architecture/" },
    { label: "Components", link: "/components/" },
    { label: "Redundancy", link: "/redundancy/" },
    { label: "Cost", link: "/cost/" },
    { label: "Capacity", link: "/capacity/" },
    { label: "Results", link: "/results/" },
    { label: "Questions", link: "/questions/" },
    {
      label: "Guides",
      items: [
        { label: "First deploy", link: "/guides/first-deploy/" },
        { label: "Your own site", link: "/guides/your-site/" },
        { label: "The lab", link: "/guides/lab/" },
        { label: "To the cloud", link: "/guides/cloud/" },
        { label: "Troubleshooting", link: "/guides/troubleshooting/" },
        { label: "Compared with others", link: "/guides/compared/" },
      ],
    },
    { label: "Configuration", link: "/configuration/" },
    { label: "Acronyms", link: "/acronyms/" },
  ];
}
