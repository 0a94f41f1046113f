// Questions one at a time with a score: by choosing, typing or turning cards. Keeps only the cards that are added.
const bare = (text) => {
  const words = (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).join(" ").replace(/^(the|an?|to) /, "");
  return words || text.trim();
};

const sameAnswer = (given, answer) => {
  const numbers = [numberIn(given), numberIn(answer)];
  return numbers.includes(null) ? bare(given) === bare(answer) : numbers[0] === numbers[1];
};

const drawnSums = ({ operations = ["+"], minimum = 1, maximum = 10, questions = 10, fixed = null }) =>
  py.range(questions).map(() => {
    let [a, b] = [py.between(minimum, maximum), fixed ?? py.between(minimum, maximum)];
    const sign = py.choose(operations);
    let result;
    if (sign === "/") {
      b = b || 1;
      [a, result] = [a * b, a];
    } else if (sign === "-") {
      if (minimum >= 0) [a, b] = [Math.max(a, b), Math.min(a, b)];
      result = a - b;
    } else {
      if (fixed !== null && py.chance() < 0.5) [a, b] = [b, a];
      result = sign === "+" ? a + b : a * b;
    }
    return { question: `${a} ${{ "*": "×", "/": "÷", "-": "−" }[sign] ?? sign} ${b} = ?`, answer: String(result) };
  });

const withOptions = (card, answers, mixed) => {
  if (card.options?.length) return { ...card, options: mixed ? py.sampled(card.options, card.options.length) : card.options };
  const others = answers.filter((answer) => answer !== card.answer);
  const options = [card.answer, ...py.sampled(others, Math.min(3, others.length))];
  return { ...card, options: py.sampled(options, options.length) };
};

const quiz = ({
  mode = "choice", cards = [], drill = null, shuffle = true, retryWrong = true, ownCards = false,
  questionLabel = "Question", answerLabel = "Answer", title = "", about = "",
}) => ({
  title,
  about,
  draw(place, key) {
    let round = null;
    const own = () => kept.load(key).cards ?? [];
    const all = () => (drill ? drawnSums(drill) : [...cards, ...own()]);
    const begin = (some) => {
      const answers = [...new Set(some.map((card) => card.answer))];
      const order = shuffle && !drill ? py.sampled(some, some.length) : some;
      const ready = mode === "choice" ? order.map((card) => withOptions(card, answers, shuffle)) : order;
      round = { cards: ready, at: 0, score: 0, given: null, right: false, turned: false, wrong: [] };
      look();
    };
    const answer = (given, right) => {
      if (round.given !== null) return;
      [round.given, round.right] = [given, right];
      round.score += right ? 1 : 0;
      if (!right) round.wrong.push(round.cards[round.at]);
      if (mode === "flip") next();
      else look();
    };
    const next = () => {
      [round.at, round.given, round.turned] = [round.at + 1, null, false];
      look();
    };
    const said = (card) => (card.explanation ? [make("p", { className: "soft" }, card.explanation)] : []);
    const asked = (card) => {
      if (round.given !== null) {
        const told = round.right ? "Correct!" : `Wrong. The answer is ${card.answer}.`;
        return [make("p", { className: round.right ? "good" : "bad", role: "status" }, told), ...said(card), button("Next", next, { className: "main" })];
      }
      if (mode === "choice" && card.options.length > 1) {
        return card.options.map((one) => button(one, () => answer(one, sameAnswer(one, card.answer))));
      }
      if (mode === "flip" && !round.turned) {
        const turn = () => {
          round.turned = true;
          look();
        };
        return [button("Show answer", turn, { className: "main" })];
      }
      if (mode === "flip") {
        return [
          make("strong", {}, card.answer), ...said(card),
          button("I knew it", () => answer("", true)), button("I didn't know", () => answer("", false)),
        ];
      }
      const typed = make("input", { id: `${key}typed`, type: "text", autocomplete: "off" });
      const check = (event) => {
        event.preventDefault();
        if (typed.value.trim()) answer(typed.value, sameAnswer(typed.value, card.answer));
      };
      const label = make("label", { htmlFor: typed.id }, "Your answer");
      return [make("form", { onsubmit: check }, make("div", { className: "field" }, label, typed), make("button", { className: "main" }, "Check"))];
    };
    const figures = () => [figure("Right answers", String(round.score)), figure("Wrong answers", String(round.wrong.length))];
    const ended = () => {
      const buttons = [button("Restart", () => begin(all()), { className: "main" })];
      if (round.wrong.length && retryWrong) buttons.push(button("Practise the wrong ones", () => begin(round.wrong)));
      const again = round.wrong.map((card) => make("li", {}, `${card.question} – `, make("strong", {}, card.answer)));
      return [
        ...figures(),
        make("p", { className: "good", role: "status" }, `Finished. Your score: ${round.score} of ${round.cards.length} right.`),
        make("div", { className: "row" }, ...buttons),
        ...(again.length ? [make("p", {}, "To look at again:"), make("ul", { "aria-label": "To look at again" }, ...again)] : []),
      ];
    };
    const mine = () => {
      const [grid, read] = entries([{ name: "question", label: questionLabel }, { name: "answer", label: answerLabel }]);
      const fault = make("p", { className: "bad", role: "alert" });
      const add = (event) => {
        event.preventDefault();
        const [question, answered] = [read().question.trim(), read().answer.trim()];
        if (!question || !answered) {
          fault.textContent = `Fill in ${questionLabel} and ${answerLabel}.`;
          return;
        }
        kept.save(key, { cards: [...own(), { question, answer: answered }] });
        begin(all());
      };
      const remove = (card) => () => {
        kept.save(key, { cards: own().filter((one) => one.question !== card.question || one.answer !== card.answer) });
        begin(all());
      };
      const list = own().map((card) =>
        make("li", { className: "row" }, make("span", { className: "grow" }, make("strong", {}, card.question), ` – ${card.answer}`), button("Delete", remove(card))));
      const cardsForm = make("form", { onsubmit: add }, grid, make("div", {}, make("button", { className: "main" }, "Add card")), fault);
      return [cardsForm, ...(list.length ? [make("ul", { className: "list", "aria-label": "Cards" }, ...list)] : [])];
    };
    const look = () => {
      const above = ownCards ? mine() : [];
      if (!round.cards.length) return place.replaceChildren(...above, make("p", { className: "soft" }, "Nothing here yet."));
      if (round.at >= round.cards.length) return place.replaceChildren(...above, ...ended());
      const words = `Question ${round.at + 1} of ${round.cards.length}`;
      const card = round.cards[round.at];
      return place.replaceChildren(
        ...above,
        make("progress", { value: round.at, max: round.cards.length, "aria-label": words }),
        make("small", {}, words),
        make("div", { className: "card", style: "display: grid; gap: 0.75rem" }, make("h2", {}, card.question), ...asked(card)),
        ...figures(),
      );
    };
    begin(all());
  },
});
