import { type DataSource, textOf } from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { doing } from "./rest-resource.ts";

/** The CA certificate of a cluster's servers, as PEM. */
export const databaseCa: DataSource<Api> = {
  attributes: {
    certificate: { type: "string", use: "computed" },
    cluster_id: { type: "string", use: "required" },
  },
  read({ client, signal }, config) {
    const clusterId = textOf(config, "cluster_id") ?? "";
    return doing("retrieving database CA certificate", signal, async () => {
      const answer = await client.get(signal, `/v2/databases/${clusterId}/ca`);
      const encoded = textOf(fieldsOf(answer, "ca"), "certificate") ?? "";
      return { id: clusterId, certificate: Buffer.from(encoded, "base64").toString() };
    });
  },
};
