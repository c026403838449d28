/** Makes something of content that has just come onto the page. Called again for content that it has seen already. */
export type Mount = (content: ParentNode) => void;

const mounts: Mount[] = [];

/** Has something made of all content, of what is there and of what comes. */
export function onContent(mount: Mount): void {
  mounts.push(mount);
  mount(document);
}

/** Tells that content has come. */
export function contentCame(content: ParentNode): void {
  for (const mount of mounts) mount(content);
}
