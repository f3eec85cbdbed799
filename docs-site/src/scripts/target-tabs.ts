const storageKey = "target-tab";

/**
 * Shows one of its sections at a time, each under a tab that is named by the section's heading. Without this script, and in
 * print, all of them show. A link into a section opens it; the choice is kept for other pages.
 */
class TargetTabs extends HTMLElement {
  private panels: readonly HTMLElement[] = [];
  private tabs: readonly HTMLButtonElement[] = [];

  connectedCallback(): void {
    this.panels = [...this.querySelectorAll<HTMLElement>(":scope > section")];
    if (this.panels.length < 2) return;
    this.tabs = this.panels.map((panel, index) => this.createTab(panel, index));
    const list = document.createElement("div");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Where it runs");
    list.append(...this.tabs);
    this.prepend(list);
    addEventListener("hashchange", () => this.openTarget());
    this.select(this.tabs.findIndex(({ textContent }) => textContent === storedChoice()));
    this.openTarget();
  }

  private createTab(panel: HTMLElement, index: number): HTMLButtonElement {
    const heading = panel.querySelector("h2");
    const tab = document.createElement("button");
    tab.type = "button";
    tab.setAttribute("role", "tab");
    tab.id = `tab-${index}`;
    tab.textContent = heading?.textContent ?? "";
    panel.id = `panel-${index}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", panel.id);
    tab.addEventListener("click", () => {
      this.select(index);
      storeChoice(tab.textContent ?? "");
    });
    tab.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      const next = this.tabs[(index + step + this.tabs.length) % this.tabs.length];
      if (step === 0 || next === undefined) return;
      next.focus();
      next.click();
    });
    panel.addEventListener("beforematch", () => this.select(index));
    return tab;
  }

  /** @param index of the section; another number: the first */
  private select(index: number): void {
    const chosen = this.panels[index] === undefined ? 0 : index;
    for (const [at, panel] of this.panels.entries()) {
      const isChosen = at === chosen;
      if (isChosen) panel.removeAttribute("hidden");
      else panel.setAttribute("hidden", "until-found");
      this.tabs[at]?.setAttribute("aria-selected", String(isChosen));
      this.tabs[at]?.setAttribute("tabindex", isChosen ? "0" : "-1");
    }
  }

  /** Opens the section that the address leads into. */
  private openTarget(): void {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const index = this.panels.findIndex((panel) => panel.contains(target));
    if (target === null || index < 0) return;
    this.select(index);
    target.scrollIntoView();
  }
}

/** Storage can be forbidden; the tabs work without. */
function storedChoice(): string | undefined {
  try {
    return localStorage.getItem(storageKey) ?? undefined;
  } catch {
    return undefined;
  }
}

function storeChoice(choice: string): void {
  try {
    localStorage.setItem(storageKey, choice);
  } catch {
    // Kept for this page only.
  }
}

customElements.define("target-tabs", TargetTabs);
