/** What of Pagefind's own interface is used here; its files are made after the pages, so it has no types to import. */
interface Pagefind {
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
  /** HTML: escaped text with the found words in `<mark>`. */
  readonly excerpt: string;
}

const shownPages = 8;
const shownPlaces = 2;

class SiteSearch extends HTMLElement {
  private asked = "";

  connectedCallback(): void {
    const dialog = this.querySelector("dialog");
    const input = this.querySelector("input");
    const open = () => {
      dialog?.showModal();
      input?.select();
      if (input?.value === "") this.say("");
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

  /** Shows what is found for the words, unless others were asked for before the answer came. */
  private async search(words: string): Promise<void> {
    this.asked = words;
    if (words.trim() === "") {
      this.show([]);
      this.say("");
      return;
    }
    // Asked at each await: imports of one module don't settle in the order in which they began, and neither
    // do answers, so that Pagefind's own rule (the last call counts) would let an earlier word win.
    const isOvertaken = () => words !== this.asked;
    try {
      const pagefind: Pagefind = await import(/* @vite-ignore */ this.dataset.index ?? "");
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
      this.say(
        count === 0 ? `Nothing found for "${words}".` : `Found on ${count} page${count === 1 ? "" : "s"}.`,
      );
    } catch {
      if (!isOvertaken()) this.say("The search index is made by a build: npm run docs:build.");
    }
  }

  private say(text: string): void {
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
