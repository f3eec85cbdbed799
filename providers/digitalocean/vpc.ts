import { type Attributes, type Fields, textOf } from "../plugin/index.ts";
import { checkVpcRange } from "./checks.ts";
import { filled, idOf, pick } from "./fields.ts";
import { restResource } from "./rest-resource.ts";

const attributes: Attributes = {
  created_at: { type: "string", use: "computed" },
  default: { type: "bool", use: "computed" },
  description: { type: "string", use: "optional" },
  ip_range: { type: "string", use: "optional+computed", forceNew: true, check: checkVpcRange },
  name: { type: "string", use: "required" },
  region: { type: "string", use: "required", forceNew: true },
  urn: { type: "string", use: "computed" },
};

export const vpc = restResource({
  noun: "VPC",
  schema: { version: 0, attributes, timeouts: { delete: 2 * 60_000 } },
  collection: () => "/v2/vpcs",
  envelope: "vpc",
  body: (planned) => filled(pick(planned, "name", "region", "ip_range", "description")),
  updateBody: (planned) => ({ name: planned.name ?? "", description: planned.description ?? "" }),
  state: (answer) => ({
    ...pick(answer, ...Object.keys(attributes)),
    id: idOf(answer),
    created_at: goTime(answer),
  }),
  // Members that are being deleted still hold it. A region's default VPC can't be deleted at all.
  isBusy: ({ status, reason }) => (status === 403 || status === 409) && !/default/i.test(reason),
});

/** The time as the real provider stores it here alone. */
function goTime(answer: Fields): string {
  const [day = "", time = ""] = (textOf(answer, "created_at") ?? "").replace("Z", "").split("T");
  return `${day} ${time} +0000 UTC`;
}
