"""What quizzes, timers and counters can be held to. Refuses to expect an answer that chance decides."""

from generator.blueprint.schema import Counter, Quiz, Timer
from generator.blueprint.sentence import spelt
from generator.blueprint.things import Inventory, Proof
from generator.contract import Fill, Note, Press, Relation, Reload, SeeControl, SeeText, SeeValue, Step, Wait
from generator.payload.blocks.operations_units import SCALES

_WRONG = Proof(
    "What is no answer at all is told to be wrong, and counts as such.",
    (
        Fill(name="Your answer", value="zzzz"), Press(name="Check"), SeeText(text="Wrong. The answer is"),
        SeeValue(name="Wrong answers", equals="1"), SeeValue(name="Right answers", equals="0"),
    ),
)  # fmt: skip
"""Whatever chance asks."""


def hold_quiz(quiz: Quiz, title: str) -> Inventory:
    """Names and things of a quiz."""
    kept = Inventory()
    for name in ("Right answers", "Wrong answers"):
        kept.output(name, "value")
    words = f"{title} quiz question ask test practice practise drill train learn flashcard card trivia"
    score = "score point result end right wrong correct answer many know tell say count whether"
    if quiz.own_cards:
        for label in (quiz.question_label, quiz.answer_label):
            kept.control(label, "text")
        kept.control("Add card", "button")
        steps = (
            Fill(name=quiz.question_label, value="Alder"),
            Fill(name=quiz.answer_label, value="Birch"),
            Press(name="Add card"),
            Reload(),
            SeeText(text="Alder"),
        )
        kept.thing(
            "own",
            f"add own create enter write type make save card question {quiz.question_label} {quiz.answer_label}",
            Proof("An added card is kept.", steps),
        )
        if not quiz.cards and quiz.mode == "type":
            _hold_typed(kept, quiz, steps, words, score)
    if quiz.drill is not None:
        for name, role in (("Your answer", "text"), ("Check", "button")):
            kept.control(name, role)
        signs = {"*": "×", "/": "÷", "-": "−", "+": "+"}
        shown = [SeeText(text=f"Question 1 of {quiz.drill.questions}")]
        if len(quiz.drill.operations) == 1:
            shown.append(SeeText(text=signs[quiz.drill.operations[0]]))
        proof = Proof(f"It asks {quiz.drill.questions} sums.", (*shown, SeeControl(name="Your answer")))
        kinds = "math arithmetic multiplication times table addition subtraction division number random"
        kept.thing("drill", f"{words} {kinds} {quiz.drill.questions} {quiz.drill.maximum} up to", proof, sort="main")
        kept.thing("score", score, _WRONG)
        return kept
    cards = quiz.cards
    if not cards:
        return kept
    first = cards[0]
    amount = Proof(
        f"It asks {len(cards)} questions.",
        (SeeText(text=f"Question 1 of {len(cards)}"), *([] if quiz.shuffle else [SeeText(text=first.question)])),
    )
    topic = " ".join(f"{c.question} {c.answer}" for c in cards)
    number = f"{len(cards)} {spelt(len(cards))}"
    kept.thing("cards", f"{words} {topic} {number} multiple choice", amount, sort="main")
    if quiz.mode == "flip":
        for name in ("Show answer", "I knew it", "I didn't know"):
            kept.control(name, "button")
        turned = [] if quiz.shuffle else [
            Proof(
                "Turning the card shows the answer.",
                (SeeText(text=first.question), Press(name="Show answer"), SeeText(text=first.answer)),
            )
        ]  # fmt: skip
        kept.thing("turn", "show reveal flip turn see answer translation back word hidden then", *turned)
        right = (Press(name="Show answer"), Press(name="I knew it"), SeeValue(name="Right answers", equals="1"))
        kept.thing("score", score, Proof("Knowing a card counts.", right))
        return kept
    kept.control("Next", "button")
    if quiz.shuffle:
        kept.thing("score", score, *([_WRONG] if quiz.mode == "type" else []))
        return kept
    good: tuple[Step, ...]
    bad: tuple[Step, ...]
    if quiz.mode == "type":
        kept.control("Your answer", "text")
        kept.control("Check", "button")
        good = (Fill(name="Your answer", value=first.answer), Press(name="Check"))
        bad = (Fill(name="Your answer", value="zzzz"), Press(name="Check"))
    else:
        for option in dict.fromkeys(first.options):
            kept.control(option, "button")
        good = (Press(name=first.answer),)
        bad = (Press(name=next((o for o in first.options if o != first.answer), first.answer)),)
    proofs = (
        Proof(
            "A right answer counts.",
            (*good, SeeText(text="Correct"), SeeValue(name="Right answers", equals="1")),
            "agreement",
        ),
        Proof(
            "A wrong answer doesn't count, and the right one is told.",
            (*bad, SeeText(text=first.answer), SeeValue(name="Wrong answers", equals="1")),
            "agreement",
        ),
    )
    kept.thing("score", score, *proofs)
    return kept


def _hold_typed(kept: Inventory, quiz: Quiz, added: tuple[Step, ...], words: str, score: str) -> None:
    """What comes of an answer to the one card that was added."""
    for name, role in (("Your answer", "text"), ("Check", "button"), ("Next", "button")):
        kept.control(name, role)
    asked = (*added, Fill(name="Your answer", value="Birch"), Press(name="Check"), SeeText(text="Correct"))
    right = Proof(
        "What was added is asked, and its answer is right.", (*asked, SeeValue(name="Right answers", equals="1"))
    )
    wrong = Proof("Another answer to what was added is wrong.", (*added, *_WRONG.steps))
    terms = f"{quiz.question_label} {quiz.answer_label} type answer one then me"
    kept.thing("cards", f"{words} {terms}", right, sort="main")
    kept.thing("score", f"{score} {terms}", right, wrong)


def hold_timer(timer: Timer, title: str) -> Inventory:
    """Names and things of a timer."""
    kept = Inventory()
    for name in ("Start", "Pause", "Reset"):
        kept.control(name, "button")
    name = "Time" if timer.mode == "stopwatch" else "Time left"
    kept.output(name, "value")
    runs = Proof(
        "It runs once started, and stands still when paused.",
        (
            Note(name=name, key="before"), Press(name="Start"), Wait(seconds=5), Press(name="Pause"),
            Relation(name=name, key="before", holds="different"), Note(name=name, key="paused"), Wait(seconds=2),
            Relation(name=name, key="paused", holds="same"),
        ),
        "relation",
    )  # fmt: skip
    words = "timer stopwatch pomodoro countdown count down up clock time left run start begin measure interval app show"
    kept.thing("run", f"{title} {words}", runs, sort="main")
    goes_on = (Press(name="Start"), Wait(seconds=3), Relation(name=name, key="paused", holds="different"))
    kept.thing(
        "go on", "go continue resume pause", Proof("It goes on after a pause.", (*runs.steps, *goes_on), "relation")
    )
    kept.thing("start", "start stop pause begin button", runs)
    again = (Press(name="Start"), Wait(seconds=3), Press(name="Reset"))
    zero = "00:00.0" if timer.mode == "stopwatch" else clock(timer.minutes)
    kept.thing("reset", "reset restart again", Proof("Reset sets it back.", (*again, SeeValue(name=name, equals=zero))))
    if timer.mode == "stopwatch":
        if timer.laps:
            kept.control("Lap", "button")
            kept.output("Laps", "list")
            kept.thing(
                "lap",
                "lap split time record list",
                Proof(
                    "A lap is listed.", (Press(name="Start"), Wait(seconds=1), Press(name="Lap"), SeeText(text="Laps"))
                ),
            )
        return kept
    seconds = min(timer.minutes, timer.rest_minutes if timer.mode == "intervals" else timer.minutes) < 1
    unit = "Seconds" if seconds else "Minutes"
    length = f"{timer.minutes * (60 if seconds else 1):g}"
    starts = Proof(f"It starts at {clock(timer.minutes)}.", (SeeValue(name=name, equals=clock(timer.minutes)),))
    if timer.mode == "countdown" and timer.parts:
        _hold_parts(kept, timer, name)
        return kept
    if timer.mode == "countdown":
        kept.control(unit, "number")
        set_to = Proof(
            "People set the length.",
            (Fill(name=unit, value="7"), SeeValue(name=name, equals=clock(7 / (60 if seconds else 1)))),
        )
        kept.thing(
            "length",
            f"{length} {unit} set choose enter pick length long",
            starts if timer.minutes != 5 else set_to,
            set_to,
        )
        _hold_end(kept, Fill(name=unit, value="2" if seconds else "0.03"))
        for preset in timer.presets:
            kept.control(preset.label, "button")
        if timer.presets:
            last = timer.presets[-1]
            proof = Proof(
                f"{last.label} sets it.", (Press(name=last.label), SeeValue(name=name, equals=clock(last.minutes)))
            )
            kept.thing(
                "presets", f"button preset {' '.join(f'{p.minutes:g}' for p in timer.presets)} minute second", proof
            )
        return kept
    work, rest = f"{timer.work_label} {unit.lower()}", f"{timer.rest_label} {unit.lower()}"
    for control in (work, rest, "Rounds"):
        kept.control(control, "number")
    fast = (
        Fill(name=work, value="2" if seconds else "0.03"),
        Press(name="Start"),
        Wait(seconds=4),
        SeeText(text=timer.rest_label),
    )
    kept.thing(
        "work",
        f"{timer.minutes * 60:g} {length} {unit} work focus exercise session second minute on",
        starts,
        sort="feature",
    )
    rest_length = f"{timer.rest_minutes * (60 if seconds else 1):g}"
    kept.thing(
        "rest",
        f"{rest_length} {unit} break rest pause second minute off short",
        Proof("After the work comes the break.", fast),
    )
    kept.thing(
        "rounds",
        f"round time repeat cycle set {timer.rounds}",
        Proof(f"It has {timer.rounds} rounds.", (Press(name="Start"), SeeText(text=f"of {timer.rounds}"))),
    )
    return kept


def _hold_parts(kept: Inventory, timer: Timer, name: str) -> None:
    """A length that is set in several parts, to which a reset goes back, and what is said at its end."""
    numbers = dict(zip(timer.parts, (3, 7, 9), strict=False))
    for part in timer.parts:
        kept.control(part, "number")
    filled = tuple(Fill(name=part, value=str(number)) for part, number in numbers.items())
    whole = SeeValue(
        name=name, equals=clock(sum(SCALES[part.lower()][0] * number for part, number in numbers.items()) / 60)
    )
    named = " and ".join(part.lower() for part in timer.parts)
    set_to = Proof(f"People set {named}.", (*filled, whole))
    kept.thing("length", f"{named} set choose enter type pick put length long", set_to)
    back: tuple[Step, ...] = (
        *filled,
        Press(name="Start"),
        Wait(seconds=3),
        Press(name="Pause"),
        Press(name="Reset"),
        whole,
    )
    kept.thing("back", "reset restart again back time set", Proof("Reset goes back to the length that was set.", back))
    if timer.parts[-1] == "Seconds":
        _hold_end(kept, *(Fill(name=part, value="2" if part == "Seconds" else "0") for part in timer.parts))


def _hold_end(kept: Inventory, *length: Fill) -> None:
    """What is said when a length of some two seconds is over."""
    ends: tuple[Step, ...] = (*length, Press(name="Start"), Wait(seconds=4), SeeText(text="Time is up"))
    words = "say tell time up end over when done finish"
    kept.thing("end", words, Proof("At the end it says that time is up.", ends), own="time up end")


def hold_counter(counter: Counter, title: str) -> Inventory:
    """Names and things of a counter."""
    kept = Inventory()
    add, take = f"Add {counter.steps[0]:g}", f"Subtract {counter.steps[0]:g}"
    kept.control(add, "button")
    kept.control("Reset", "button")
    labels = " ".join(tally.label for tally in counter.counts)
    first = counter.counts[0].label
    kept.output(first, "value")
    for tally in counter.counts[1:]:
        kept.output(tally.label, "value")
    near = first if len(counter.counts) > 1 else ""
    up = (Press(name=add, near=near), Press(name=add, near=near))
    two = f"{2 * counter.steps[0]:g}"
    goes = Proof(
        "Pressing twice adds up, also after a reload.",
        (*up, SeeValue(name=first, equals=two), Reload(), SeeValue(name=first, equals=two)),
    )
    words = (
        "count counter tally score board track log keep number add plus increase press button click tap each time many"
    )
    kept.thing("count", f"{title} {labels} {counter.unit} {words}", goes, sort="main")
    if counter.down:
        kept.control(take, "button")
        one = (*up, Press(name=take, near=near), SeeValue(name=first, equals=f"{counter.steps[0]:g}"))
        kept.thing("down", "down minus subtract decrease take away undo", Proof("It goes down again.", one))
    kept.thing(
        "reset",
        "reset zero clear new day start over",
        Proof("Reset sets it to zero.", (*up, Press(name="Reset"), SeeValue(name=first, equals="0"))),
    )
    if label := counter.counts[0].target_label:
        kept.control(label, "number")
        more = 2 * counter.steps[0] + 13
        told = (SeeText(text="13"), SeeText(text=f"left of {more:g}"))
        steps = (*up, Fill(name=label, value=f"{more:g}"), *told, Reload(), *told)
        proof = Proof("What is left of a goal that is set is told, also after a reload.", steps)
        kept.thing("goal", f"{label} goal target daily limit day left missing remaining progress of set still", proof)
    elif target := counter.counts[0].target:
        left = Proof(
            "What is left of the goal is told.",
            (*up, SeeText(text=f"{target - 2 * counter.steps[0]:g}"), SeeText(text=f"of {target:g}")),
        )
        kept.thing("goal", f"goal target daily limit {target:g} left progress of", left)
    return kept


def clock(minutes: float) -> str:
    """Minutes as the app writes them."""
    seconds = round(minutes * 60)
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60:02d}:{rest % 60:02d}"
