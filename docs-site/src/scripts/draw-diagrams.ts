// For pages that were built where no browser was found: mermaid is loaded when the first diagram comes near, and
// draws each when it does. What it draws follows the reader's theme.
interface Mermaid {
  initialize(settings: object): void;
  render(id: string, text: string): Promise<{ readonly svg: string }>;
}

declare global {
  interface Window {
    readonly mermaid: Mermaid;
  }
}

let loading: Promise<Mermaid> | undefined;

function loadMermaid(address: string): Promise<Mermaid> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.mermaid);
    script.onerror = () => reject(new Error(`${address} could not be loaded`));
    document.head.append(script);
  });
  return loading;
}

async function draw(canvas: HTMLElement, id: string): Promise<void> {
  const text = canvas.textContent?.trim() ?? "";
  const mermaid = await loadMermaid(canvas.dataset.script ?? "");
  const isDark = document.documentElement.dataset.theme === "dark";
  mermaid.initialize({ startOnLoad: false, htmlLabels: false, theme: isDark ? "dark" : "neutral" });
  canvas.innerHTML = (await mermaid.render(id, text)).svg;
}

const canvases = document.querySelectorAll<HTMLElement>(".diagram-source");
const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      observer.unobserve(target);
      void draw(target, `diagram-${[...canvases].indexOf(target)}`);
    }
  },
  { rootMargin: "200px" },
);
for (const canvas of canvases) observer.observe(canvas);
