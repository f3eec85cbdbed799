import { type BlockAttribute, blocksOf, type Fields, textsOf } from "../plugin/index.ts";
import { pick } from "./fields.ts";

/** Who is notified, by e-mail and in Slack: the same block in both kinds of alert. */
export const notificationsAttribute: BlockAttribute = {
  type: "blocks",
  nesting: "list",
  use: "required",
  attributes: {
    email: { type: "list", element: "string", use: "optional" },
    slack: {
      type: "blocks",
      nesting: "list",
      use: "optional",
      attributes: {
        channel: { type: "string", use: "required" },
        url: { type: "string", use: "required" },
      },
    },
  },
};

/** The block as the API wants it; both lists are always there. */
export function notificationsBody(block: Fields | undefined): Fields {
  return {
    email: textsOf(block ?? {}, "email"),
    slack: blocksOf(block ?? {}, "slack").map((target) => pick(target, "channel", "url")),
  };
}

/** The API's object as the block of the state. */
export function notificationsState(answer: Fields): Fields[] {
  const email = textsOf(answer, "email");
  return [
    {
      email: email.length > 0 ? email : null,
      slack: blocksOf(answer, "slack").map((target) => pick(target, "channel", "url")),
    },
  ];
}
