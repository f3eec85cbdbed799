/** MySQL on DigitalOcean listens on this port, with TLS only. */
const PORT = 25060;

export interface Connection {
  readonly protocol: "mysql";
  readonly uri: string;
  readonly database: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly ssl: true;
}

/** How to reach a cluster or a replica of that name, from outside and from its VPC. */
export function connectionsOf(
  name: string,
  password: string,
): { readonly connection: Connection; readonly private_connection: Connection } {
  const host = `${name}-do-user-1-0.k.db.ondigitalocean.com`;
  return {
    connection: connection(host, password),
    private_connection: connection(`private-${host}`, password),
  };
}

function connection(host: string, password: string): Connection {
  return {
    protocol: "mysql",
    uri: `mysql://doadmin:${password}@${host}:${PORT}/defaultdb?ssl-mode=REQUIRED`,
    database: "defaultdb",
    host,
    port: PORT,
    user: "doadmin",
    password,
    ssl: true,
  };
}
