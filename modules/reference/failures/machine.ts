import type { FailureText } from "./text.ts";

export const machine = {
  "terraform-missing": {
    title: "Terraform is missing",
    meaning:
      "Terraform deploys the stack. Neither `terraform` nor `tofu` (OpenTofu) is on the PATH, and set-up couldn't download Terraform into `.lampstand/bin`.",
    remedies: [
      "Connect to a network that reaches https://releases.hashicorp.com, then run the command again.",
      "Or install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install/).",
    ],
  },
  "base-image-missing": {
    title: "The base image isn't available",
    meaning:
      "Every image of the stack is built on `debian:13`. Docker Hub can't be reached, and debootstrap can't make the image on this system.",
    remedies: [
      "Connect to a network that reaches Docker Hub.",
      "Or load the image from a file that another machine saved: `docker load -i FILE`.",
      "Or run set-up on Debian, as root or with sudo: it makes the image from Debian's packages.",
    ],
  },
  "packages-missing": {
    title: "Packages are missing",
    meaning: "This system lacks programs that Lampstand needs, and set-up has no right to install them.",
    remedies: [
      "Run the command in the message as root, or install the programs with this system's package manager.",
    ],
  },
  "providers-unknown": {
    title: "LAMPSTAND_PROVIDERS has an unknown value",
    meaning: "`LAMPSTAND_PROVIDERS` chooses the Terraform providers: `registry` or `stand-in`.",
    remedies: ["Set it to one of the two, or unset it: set-up then chooses by what can be reached."],
  },
  "setup-step-failed": {
    title: "A step of set-up failed",
    meaning: "A tool that set-up ran failed; the message has its last lines.",
    remedies: ["Fix what they name, then run the command again: set-up does only what is missing."],
  },
} as const satisfies Record<string, FailureText>;
