/** Address of a page of this site, also where the site is served below a path (`--base`). */
export function address(page: string): string {
  return `${import.meta.env.BASE_URL.replace(/\/$/, "")}/${page}`;
}
