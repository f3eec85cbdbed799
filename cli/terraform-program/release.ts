/** The version of Terraform that set-up fetches where a machine has none; the one that the tests run with. */
export const terraformVersion = "1.11.4";

/** A release of Terraform for one platform. */
export interface Release {
  readonly address: string;
  /** SHA-256 of the archive, in hexadecimal digits. */
  readonly sha256: string;
}

/** HashiCorp's own list, terraform_1.11.4_SHA256SUMS, for the platforms that Docker runs on. */
const checksums: Readonly<Record<string, string>> = {
  linux_amd64: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
  linux_arm64: "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
  darwin_amd64: "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
  darwin_arm64: "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
};
const processors: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** Where HashiCorp publishes that version. */
const releaseAddress = `https://releases.hashicorp.com/terraform/${terraformVersion}`;

/** The release for a platform as Node names it; undefined where none is pinned. */
export function releaseFor(platform: string, processor: string): Release | undefined {
  const name = `${platform}_${processors[processor]}`;
  const sha256 = checksums[name];
  if (sha256 === undefined) return undefined;
  return { address: `${releaseAddress}/terraform_${terraformVersion}_${name}.zip`, sha256 };
}
