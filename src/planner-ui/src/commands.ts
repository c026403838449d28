/** Gives each command a button that copies it. */
export function mountCommands(content: ParentNode): void {
  if (!("clipboard" in navigator)) return; // A page over plain HTTP on another host has none.
  for (const command of content.querySelectorAll<HTMLElement>("p.command:not(.mounted)")) {
    command.classList.add("mounted");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => {
      const words = command.querySelector("code")?.textContent ?? "";
      navigator.clipboard.writeText(words).then(
        () => (button.textContent = "Copied"),
        () => (button.textContent = "Not copied"),
      );
    });
    command.append(button);
  }
}
