import { ProviderError } from "../plugin/index.ts";
import { ApiFailure, NoAnswer } from "./api.ts";

/** What to do about an answer, beside the API's own message. */
const ADVICE: Readonly<Record<number, string>> = {
  401: "Set DIGITALOCEAN_TOKEN, or the provider's token, to a valid API token of the account.",
  403: "The token may lack the scope for this. What is in use, and a region's default VPC, can't be deleted.",
  429: "The account has used up its requests for now. Wait a few minutes, then run the command again.",
};

/**
 * Says what failed in the words of the real provider, and what to do.
 * `doing` completes "Error ..."; the signal distinguishes an interruption and a timeout from other failures.
 */
export function explain(thrown: unknown, doing: string, signal: AbortSignal): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  if (thrown instanceof ApiFailure) {
    return new ProviderError(`Error ${doing}: ${thrown.message}`, ADVICE[thrown.status] ?? "");
  }
  if (signal.aborted && isTimeout(signal.reason)) {
    const detail =
      "It took longer than its time-out allows. What was made so far is in the state; run the command again, or give it more time in the resource's timeouts block.";
    return new ProviderError(`Error ${doing}: context deadline exceeded`, detail);
  }
  if (signal.aborted) {
    return new ProviderError(`Interrupted while ${doing}`, "Run the command again to continue.");
  }
  if (thrown instanceof NoAnswer) {
    const detail =
      "The API could not be reached. Check the network, and the provider's api_endpoint if it is set.";
    return new ProviderError(`Error ${doing}: ${thrown.message}`, detail);
  }
  return new ProviderError(
    `Error ${doing}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    "",
  );
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === "TimeoutError";
}
