/** Counts of the config that {@link wrongCounts} is used with, on either target, by role. */
const counts: readonly (readonly [role: RegExp, allowed: readonly number[]])[] = [
  [/web (?:nodes|servers)/, [7]],
  [/members/, [5]],
  [/routers/, [8]],
  [/load balancers/, [6]],
];
const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const stated = new RegExp(
  `\\b(${words.slice(2).join("|")}|[2-9])\\s+(web nodes|web servers|(?:database |MySQL |group )?members|(?:database )?routers|load balancers)\\b`,
  "gi",
);

/** Statements about stacks in general, or about the presets, by the beginning of a page's path. */
const general: readonly (readonly [page: string, statement: RegExp])[] = [
  ["configuration/", /two web nodes/],
  ["reference/api/", /two web nodes|three members/],
  ["redundancy/", /two (web nodes|database routers|load balancers)|three database members/],
  ["cost/", /two (web nodes|load balancers)/],
  ["guides/first-15-minutes/", /four web nodes/],
  ["guides/lab/", /four members/],
  ["guides/lab-for-teachers/", /two web nodes|three members/],
  ["questions/", /(?:[Tt]wo|[Tt]hree) members/],
];

/** What a page states of numbers of components that the config doesn't have: page and statement. */
export function wrongCounts(page: string, text: string): readonly string[] {
  return [...text.matchAll(stated)].flatMap(([statement, number = "", role = ""]) => {
    const value = words.indexOf(number.toLowerCase());
    const allowed = counts.find(([pattern]) => pattern.test(role))?.[1] ?? [];
    if (allowed.includes(value === -1 ? Number(number) : value)) return [];
    const isGeneral = general.some(([start, pattern]) => page.startsWith(start) && pattern.test(statement));
    return isGeneral ? [] : [`${page}: ${statement}`];
  });
}
