"""Marks what a trial says of checks that are in dispute. Refuses to count it for or against an app."""

from collections.abc import Mapping
from dataclasses import replace

from generator.contract import Dispute, Mark, Outcome


def in_doubt(outcome: Outcome, disputes: Mapping[str, Dispute]) -> Outcome:
    """The outcome as disputed, with both values, where it came to an end and its check is in dispute."""
    dispute = disputes.get(outcome.id)
    if dispute is None or outcome.mark not in (Mark.FAILED, Mark.PASSED):
        return outcome
    if outcome.mark is Mark.PASSED:
        told = f"The app shows {dispute.expected} as a check expects, but that check is in doubt."
        return replace(outcome, mark=Mark.DISPUTED, evidence=told, shown=dispute.expected)
    end = f"Worked out again from the request it is {dispute.again}." if dispute.again else UNSETTLED
    return replace(outcome, mark=Mark.DISPUTED, evidence=f"{outcome.evidence} {end}")


UNSETTLED = "The request does not settle which is right."
