// Touch a figure, and it stands alone, as large as it is; without this script the link opens its file.
"use strict";
(() => {
  const links = document.querySelectorAll("a.zoom");
  if (!links.length) return;
  const stage = document.body.appendChild(document.createElement("dialog"));
  stage.className = "zoomed";
  stage.addEventListener("click", () => stage.close());
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const picture = link.querySelector("img").cloneNode();
      picture.removeAttribute("style");
      const close = Object.assign(document.createElement("button"), { type: "button", textContent: "Close" });
      stage.replaceChildren(close, picture);
      stage.setAttribute("aria-label", link.parentElement.querySelector("figcaption strong").textContent);
      stage.showModal();
    });
  }
})();
