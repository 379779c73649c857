// Every text on the page that stands out less than 4.5 to 1 (3 to 1 where it is large): WCAG 2.2,
// success criterion 1.4.3. Returns how many were looked at, and those that fail.
() => {
  const light = (colour) => {
    const part = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2]);
  };
  const parse = (text) => {
    const found = text.match(/[\d.]+/g).map(Number);
    return found.length < 4 ? [...found, 1] : found;
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.unshift(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const off = "[disabled], .v-btn--disabled, .v-input--is-disabled, [aria-hidden=true], style";
  const walk = document.createTreeWalker(document.querySelector(".mv-app"), NodeFilter.SHOW_TEXT);
  const weak = new Set();
  let seen = 0;
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
    if (!text || !element.checkVisibility({ visibilityProperty: true }) || element.closest(off)) {
      continue;
    }
    const style = getComputedStyle(element), under = ground(element);
    const ink = over(parse(element.closest("svg") ? style.fill : style.color), under);
    const [less, more] = [light(ink), light(under)].sort((a, b) => a - b);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    seen += 1;
    if ((more + 0.05) / (less + 0.05) < (large ? 3 : 4.5)) weak.add(`${text} ${style.color}`);
  }
  return [seen, [...weak]];
}
