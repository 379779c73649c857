// The page asks now and then whether it is out of date, and loads itself again if so; whoever is
// filling in a vote is left alone until the question changes.
const { mark, now, ended } = document.body.dataset;
const question = (text) => text.split("-")[0];
async function look() {
  try {
    const answer = await fetch(now, { cache: "no-store" });
    if (answer.status === 204) {
      document.querySelector("main").textContent = ended;
      return;
    }
    if (answer.ok) {
      const found = (await answer.json()).mark;
      const filling = document.querySelector("input[type=radio]:checked");
      if (found !== mark && (!filling || question(found) !== question(mark))) location.reload();
    }
  } catch { /* out of reach for a while: ask again */ }
  setTimeout(look, 3000 + 2000 * Math.random());
}
setTimeout(look, 3000);
