/**
 * The code whose stacks have to be taken over by `up` of the code here, with every row and every upload: a promise to
 * whoever deployed with it. A release is added when it is made; an entry goes when its stacks need not be upgraded any
 * more, which the release notes state.
 */
export const upgradedFrom: readonly { readonly commit: string; readonly date: string }[] = [
  { commit: "a742a772f4a4f099c2c851d587f4afb9a617c9f8", date: "2026-11-24" },
];
