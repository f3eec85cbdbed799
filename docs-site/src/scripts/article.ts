/** Gives a listing a button that copies it. What a command prints is not to be typed, so it gets none. */
function addCopyButton(listing: HTMLPreElement): void {
  const frame = document.createElement("div");
  const button = document.createElement("button");
  frame.className = "code";
  button.type = "button";
  button.textContent = "Copy";
  listing.replaceWith(frame);
  frame.append(listing, button);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(listing.innerText.trimEnd());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
    setTimeout(() => {
      button.textContent = "Copy";
    }, 2000);
  });
}

/** A table or an output that fits needs no stop for the keyboard. */
function setTabStop(scroller: Element): void {
  if (scroller.scrollWidth > scroller.clientWidth) scroller.setAttribute("tabindex", "0");
  else scroller.removeAttribute("tabindex");
}

for (const listing of document.querySelectorAll<HTMLPreElement>(".sl-markdown-content pre:not(.output)"))
  addCopyButton(listing);

const scrollers = document.querySelectorAll(".table-scroll, pre.output");
const setTabStops = () => scrollers.forEach(setTabStop);
addEventListener("resize", setTabStops);
setTabStops();
