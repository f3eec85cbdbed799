import assert from "node:assert/strict";
import { test } from "node:test";
import { tidySvg } from "../../docs-site/integration/diagrams/tidy.ts";

const caption = { title: "The stack", description: "Who asks whom.", addresses: {} };

function svg(inside: string): string {
  return `<svg id="d1" width="100%" style="max-width: 90px;" viewBox="0 0 90.123 40.04" role="graphics-document document" aria-roledescription="flowchart-v2">${inside}</svg>`;
}

test("a diagram has a title, a description, its natural size, and is found by them", () => {
  assert.equal(
    tidySvg(svg(""), "d1", caption),
    '<svg width="90" viewBox="0 0 90 40" height="40" id="d1" class="at-least-100" role="group" aria-labelledby="d1-title" aria-describedby="d1-desc">' +
      '<title id="d1-title">The stack</title><desc id="d1-desc">Who asks whom.</desc></svg>',
  );
});

test("a title and a description that mermaid drew are replaced, not doubled", () => {
  assert.equal(tidied('<title id="t">Old</title><desc>Old</desc><g></g>'), "<g></g>");
});

function tidied(inside: string, addresses: Readonly<Record<string, string>> = {}): string {
  return /<\/desc>(.*)<\/svg>/s.exec(tidySvg(svg(inside), "d1", { ...caption, addresses }))?.[1] ?? "";
}

test("colours and styles are left to the style sheet", () => {
  assert.equal(
    tidied(
      '<style>p{}</style><path d="M1.234,5" class=" a " style="fill:none" fill="#eee" stroke="red" data-id="x"></path>',
    ),
    '<path d="M1,5" class="a"></path>',
  );
});

test("definitions stay where they are used, and go where they aren't", () => {
  const used = '<marker id="m1"></marker>';
  assert.equal(
    tidied(`${used}<marker id="m2"></marker><filter id="f"></filter><path marker-end="url(#m1)"></path>`),
    `${used}<path marker-end="url(#m1)"></path>`,
  );
});

test("a line of text is one piece, however many words it has", () => {
  assert.equal(
    tidied(
      '<text><tspan class="text-outer-tspan row" x="0"><tspan>load</tspan><tspan> balancer</tspan></tspan></text>',
    ),
    '<text><tspan class="text-outer-tspan row" x="0">load balancer</tspan></text>',
  );
});

test("a node with an address is a link, and one without stays a box", () => {
  const node = (name: string) => `<g class="node default" id="d1-flowchart-${name}-3"></g>`;
  assert.equal(
    tidied(node("web-1") + node("web-2"), { "web-1": "/components/web/#web-1" }),
    '<a href="/components/web/#web-1"><g class="node default"></g></a><g class="node default"></g>',
  );
});

test("the head of a lane with an address is a link, and its line is not", () => {
  const lane = '<line data-id="web-1"></line><g id="root-1" data-type="participant" data-id="web-1"></g>';
  assert.equal(
    tidied(lane, { "web-1": "/components/web/#web-1" }),
    '<line></line><a href="/components/web/#web-1"><g></g></a>',
  );
});

test("labels and backgrounds that hold nothing are gone", () => {
  assert.equal(tidied('<g class="edgeLabel"><text></text></g><rect class="background"></rect>'), "");
});

test("text that mermaid gives instead of a picture is refused with the diagram's title", () => {
  assert.throws(() => tidySvg("<p>Syntax error</p>", "d1", caption), {
    message: 'mermaid drew no SVG for "The stack"',
  });
});
