"""A queue of jobs with priorities."""

from dataclasses import dataclass


@dataclass
class Job:
    name: str
    priority: int = 0
    done: bool = False


class Queue:
    def __init__(self):
        self.jobs = []

    def add(self, name, priority=0):
        job = Job(name, priority)
        self.jobs.append(job)
        self.jobs.sort(key=lambda job: -job.priority)
        return job

    def next(self):
        for job in self.jobs:
            if not job.done:
                return job
        return None

    def work(self, count=1):
        for _ in range(count):
            if job := self.next():
                job.done = True

    def purge(self):
        """Take out what is done; gives how many that were."""
        before = len(self.jobs)
        for job in self.jobs:
            if job.done:
                self.jobs.remove(job)
        return before - len(self.jobs)
