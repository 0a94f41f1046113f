from jobs import Queue


def queue(*names):
    made = Queue()
    for name in names:
        made.add(name)
    return made


def test_the_most_important_comes_first():
    made = queue("mail")
    made.add("alarm", 9)
    assert made.next().name == "alarm"


def test_nothing_to_do():
    assert queue().next() is None


def test_work_goes_on():
    made = queue("a", "b")
    made.work()
    assert made.next().name == "b"


def test_one_done_is_purged():
    made = queue("a", "b")
    made.work()
    assert (made.purge(), [job.name for job in made.jobs]) == (1, ["b"])


def test_nothing_done_nothing_purged():
    assert queue("a", "b").purge() == 0


def test_all_done_are_purged():
    made = queue("a", "b", "c", "d")
    made.work(3)
    assert (made.purge(), [job.name for job in made.jobs]) == (3, ["d"])
