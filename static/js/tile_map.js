/* One way into the tile map by Tab; arrows go to the nearest tile that way. A chosen tile is named in the line below on phones. */
const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const place = (tile) => [Number(tile.dataset.column), Number(tile.dataset.row)];

function nearest(tiles, from, [right, down]) {
  const [column, row] = place(from);
  const ahead = tiles
    .map((tile) => ({ tile, along: (place(tile)[0] - column) * right + (place(tile)[1] - row) * down, aside: Math.abs((place(tile)[0] - column) * down) + Math.abs((place(tile)[1] - row) * right) }))
    .filter(({ along }) => along > 0);
  ahead.sort((one, other) => one.along + 2 * one.aside - (other.along + 2 * other.aside));
  return ahead[0]?.tile;
}

document.querySelectorAll("[data-portal-tile-map]").forEach((map) => {
  const tiles = [...map.querySelectorAll("a")];
  const chosen = map.parentElement.querySelector("[data-portal-tile-chosen]");
  const take = (tile) => {
    tiles.forEach((other) => { other.tabIndex = other === tile ? 0 : -1; });
    if (chosen) chosen.textContent = tile.getAttribute("aria-label");
  };
  tiles.forEach((tile, at) => { tile.tabIndex = at === 0 ? 0 : -1; });
  map.addEventListener("keydown", (event) => {
    const next = STEPS[event.key] && nearest(tiles, event.target, STEPS[event.key]);
    if (!STEPS[event.key]) return;
    event.preventDefault();
    next?.focus();
  });
  map.addEventListener("focusin", (event) => take(event.target));
  // On a phone the first touch names the tile, the second opens its list.
  map.addEventListener("click", (event) => {
    const tile = event.target.closest("a");
    if (!tile || !matchMedia("(pointer: coarse)").matches || tile.dataset.portalTouched) return;
    event.preventDefault();
    tiles.forEach((other) => { delete other.dataset.portalTouched; });
    tile.dataset.portalTouched = "yes";
    take(tile);
  });
});
