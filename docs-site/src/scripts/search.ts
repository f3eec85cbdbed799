/** The part of Pagefind's interface that is used here. Its files are generated after the pages, so it has no types to import. */
interface Pagefind {
  options(settings: { readonly ranking: { readonly termSimilarity: number } }): Promise<void>;
  debouncedSearch(words: string): Promise<{ readonly results: readonly Hit[] } | null>;
}

interface Hit {
  data(): Promise<{
    readonly url: string;
    readonly meta: { readonly title: string };
    readonly sub_results: readonly Place[];
  }>;
}

interface Place {
  readonly url: string;
  readonly title: string;
  /** HTML: escaped text with the matches in `<mark>`. */
  readonly excerpt: string;
}

/** A word as it was typed counts for more than one that it begins: LAMP finds the acronym before Lampstand. */
const ranking = { ranking: { termSimilarity: 8 } };
const shownPages = 8;
const shownPlaces = 2;

class SiteSearch extends HTMLElement {
  private latestWords = "";

  connectedCallback(): void {
    const dialog = this.querySelector("dialog");
    const input = this.querySelector("input");
    const open = () => {
      dialog?.showModal();
      input?.select();
      if (input?.value === "") this.report("");
    };
    this.querySelector(".open")?.addEventListener("click", open);
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (dialog?.open) dialog.close();
      else open();
    });
    dialog?.addEventListener("click", (event) => {
      const isLink = event.target instanceof Element && event.target.closest("a") !== null;
      if (isLink || event.target === dialog) dialog.close();
    });
    input?.addEventListener("input", () => void this.search(input.value));
    input?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.querySelector<HTMLAnchorElement>("ol a")?.click();
    });
  }

  /** Shows the results for the words, unless the reader has typed others in the meantime. */
  private async search(words: string): Promise<void> {
    this.latestWords = words;
    if (words.trim() === "") {
      this.show([]);
      this.report("");
      return;
    }
    // Checked after each await: imports of one module don't settle in the order in which they began, and neither
    // do searches, so Pagefind's own rule (the last call counts) would let an earlier word win.
    const isOvertaken = () => words !== this.latestWords;
    try {
      const pagefind: Pagefind = await import(/* @vite-ignore */ this.dataset.index ?? "");
      if (isOvertaken()) return;
      await pagefind.options(ranking);
      if (isOvertaken()) return;
      const found = await pagefind.debouncedSearch(words);
      if (found === null || isOvertaken()) return;
      const pages = await Promise.all(found.results.slice(0, shownPages).map((hit) => hit.data()));
      if (isOvertaken()) return;
      const places = pages.flatMap((page) =>
        page.sub_results.slice(0, shownPlaces).map((place) => ({ ...place, page: page.meta.title })),
      );
      this.show(places);
      const count = found.results.length;
      this.report(
        count === 0 ? `Nothing found for "${words}".` : `Found on ${count} page${count === 1 ? "" : "s"}.`,
      );
    } catch {
      if (!isOvertaken()) this.report("The search needs a built site: npm run docs:build.");
    }
  }

  private report(text: string): void {
    this.querySelector("[role=status]")?.replaceChildren(text);
  }

  private show(places: readonly (Place & { readonly page: string })[]): void {
    this.querySelector("ol")?.replaceChildren(
      ...places.map(({ url, title, page, excerpt }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const words = document.createElement("span");
        link.href = url;
        link.append(title === page ? title : `${page}: ${title}`);
        words.innerHTML = excerpt;
        link.append(words);
        item.append(link);
        return item;
      }),
    );
  }
}

customElements.define("site-search", SiteSearch);
