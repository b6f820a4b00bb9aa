"""Who may do what: every use case that acts for somebody asks first, whatever the buttons offer."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import desktop.services
from db.engine import reading
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import RIGHTS, Clerk, Right, Role
from tests import builders

SERVE, SEE_ALL, APPROVE, MANAGE = Right.SERVE, Right.SEE_ALL, Right.APPROVE, Right.MANAGE
ENQUIRE = Right.ENQUIRE

ASKS = {
    "acceptance.accept": SERVE,
    "acceptance.deem_accepted": SERVE,
    "clocks.strip_of": SERVE,
    "deferred.accept_deferred": SERVE,
    "deferred.allow": APPROVE,
    "deferred.chase": SERVE,
    "deferred.follows": APPROVE,
    "deferred.take": SERVE,
    "handovers.hand_over": SERVE,
    "handovers.take": SERVE,
    "handovers.waiting": SERVE,
    "holidays.change_hours": MANAGE,
    "holidays.change_year": MANAGE,
    "moves.move_case": SERVE,
    "moves.opened": SERVE,
    "stops.extend": SERVE,
    "stops.print_strip": SERVE,
    "stops.resume": SERVE,
    "stops.suspend": SERVE,
    "supplements.ask": SERVE,
    "supplements.figures": SEE_ALL,
    "supplements.guards": SERVE,
    "supplements.pressing": SERVE,
    "supplements.take": SERVE,
    "tracks.note_inspection": SERVE,
    "tracks.opine": SERVE,
    "tracks.plan_inspections": SERVE,
    "tracks.extend": SERVE,
    "tracks.go_on": SERVE,
    "tracks.site_visits": SERVE,
    "tracks.stop": SERVE,
    "visits.by_item": SEE_ALL,
    "hand_lists.door_visits": SERVE,
    "hand_lists.handed_over": SERVE,
    "parcels.address": SERVE,
    "parcels.redirect": SERVE,
    "handovers.candidates": SERVE,
    "handovers.lists": SERVE,
    "handovers.recall": SERVE,
    "catalogue_upkeep.begin": APPROVE,
    "catalogue_upkeep.content": APPROVE,
    "catalogue_upkeep.drop": APPROVE,
    "catalogue_upkeep.keep": APPROVE,
    "catalogue_upkeep.publish": APPROVE,
    "catalogue_upkeep.upkeep": APPROVE,
    "rule_trials.trial": APPROVE,
    "drafts.kept": SERVE,
    "day_close.close": APPROVE,
    "day_close.closed_days": SEE_ALL,
    "day_close.explain": APPROVE,
    "day_close.look": SEE_ALL,
    "figures.figures": SEE_ALL,
    "figures.missed": SEE_ALL,
    "gaps.gaps": SEE_ALL,
    "guide_debt.debts": SEE_ALL,
    "stubs.every_missing": SERVE,
    "stubs.judge": SERVE,
    "stubs.missing": SERVE,
    "stubs.scan_of": SERVE,
    "stubs.sign_on_pad": SERVE,
    "stubs.take": SERVE,
    "stubs.undo": SERVE,
    "saved_filters.drop": SERVE,
    "saved_filters.keep": SERVE,
    "saved_filters.kept": SERVE,
    "reviews.answer": SERVE,
    "still_needed.still_needed": SERVE,
    "reviews.draw": APPROVE,
    "reviews.listed": SERVE,
    "reviews.mark": APPROVE,
    "reviews.reassign": APPROVE,
    "reviews.waiting": SERVE,
    "enquiries.asked_again": ENQUIRE,
    "enquiries.asked_before": ENQUIRE,
    "enquiries.begin_visit": SERVE,
    "enquiries.call_backs": ENQUIRE,
    "enquiries.called": ENQUIRE,
    "enquiries.listed": ENQUIRE,
    "enquiries.log": ENQUIRE,
    "enquiries.reveal": ENQUIRE,
    "enquiries.unfound": ENQUIRE,
    "clocks.track_strip": SERVE,
    "visits.note_visit": SERVE,
    "again.taken_up": SERVE,
    "attachments.attach": SERVE,
    "attachments.counted": SERVE,
    "attachments.listed": SERVE,
    "attachments.look": SERVE,
    "attachments.remove": SERVE,
    "attachments.thumbnails": SERVE,
    "backup_shelf.drill": SEE_ALL,
    "backup_shelf.shelf": SEE_ALL,
    "backup_shelf.take": SEE_ALL,
    "backups.accept_older": APPROVE,
    "backups.drilled": SEE_ALL,
    "backups.go_on_older": APPROVE,
    "carriers.asked": SERVE,
    "carriers.asking": SERVE,
    "carriers.change": MANAGE,
    "carriers.due_parcels": SERVE,
    "carriers.shown": MANAGE,
    "case_lists.day_at": SERVE,
    "case_lists.latest": SERVE,
    "case_lists.page": SERVE,
    "case_lists.place_before": SERVE,
    "case_lists.queue": SERVE,
    "case_lists.sections": SERVE,
    "case_story.story": SERVE,
    "cases.case_view": SERVE,
    "cases.look": SERVE,
    "cases.reveal": SERVE,
    "cases.running": SERVE,
    "daily.counts": SERVE,
    "daily.cases": SERVE,
    "daily.every_row": SERVE,
    "daily.page": SERVE,
    "daily.parcels": SERVE,
    "daily.windows": SERVE,
    "daily.export": SERVE,
    "daily.visits": SERVE,
    "deliveries.exceptions": SERVE,
    "deliveries.panel": SERVE,
    "deliveries.counts": SERVE,
    "deliveries.one": SERVE,
    "deliveries.steps": SERVE,
    "delivery_papers.address_sheet": SERVE,
    "delivery_papers.posted_on": SERVE,
    "delivery_papers.posting_list": SERVE,
    "delivery_papers.postings": SERVE,
    "delivery_papers.signed_for": SERVE,
    "drafts.drop_draft": SERVE,
    "drafts.save_draft": SERVE,
    "drafts.unfinished": SERVE,
    "find.find": SERVE,
    "handing.collect": SERVE,
    "handing.handed_out": SERVE,
    "handing.keep_ready": SERVE,
    "handing.plan_visit": SERVE,
    "handing.visit_done": SERVE,
    "handing.visit_in_vain": SERVE,
    "handing.visits": SERVE,
    "intake.issue": SERVE,
    "key_slots.holders": MANAGE,
    "looks.case_of": SEE_ALL,
    "looks.who_looked": SEE_ALL,
    "officer_lists.bring_in": MANAGE,
    "officer_lists.look_through": MANAGE,
    "officers.add_officer": MANAGE,
    "officers.let_in": MANAGE,
    "officers.new_recovery": MANAGE,
    "officers.set_active": MANAGE,
    "officers.set_section": MANAGE,
    "own_papers.keep": APPROVE,
    "own_papers.take_back": APPROVE,
    "own_papers.versions": APPROVE,
    "papers.ask_print": SERVE,
    "papers.look": SERVE,
    "papers.sheet": SERVE,
    "papers.signed": SERVE,
    "parcels.look_into": SERVE,
    "parcels.offer": SERVE,
    "parcels.post": SERVE,
    "parcels.step": SERVE,
    "proof.prove_number": SERVE,
    "rekey.renew": MANAGE,
    "retention.keep_for": MANAGE,
    "retention.purge": MANAGE,
    "retention.report": MANAGE,
    "seals.drop_seal": MANAGE,
    "seals.take_seal": MANAGE,
    "slips.ask_print": SERVE,
    "slips.confirm_stub": SERVE,
    "slips.follow_print": SERVE,
    "slips.gaps": SERVE,
    "slips.last_slip": SERVE,
    "slips.ledger": SERVE,
    "slips.look": SERVE,
    "slips.missing_stubs": SERVE,
    "slips.paper": SERVE,
    "slips.slip_row": SERVE,
    "slips.tell_print": SERVE,
    "slips.void": SERVE,
    "settings_bundles.look": MANAGE,
    "settings_bundles.take_over": MANAGE,
    "settings_files.bring_in": MANAGE,
    "settings_files.content": APPROVE,
    "station.change_station": MANAGE,
    "statuses.apply": SERVE,
    "statuses.preview": SERVE,
    "statuses.remembered": SERVE,
}
"""What each use case asks; one that is new has to be entered here."""

ASKS_NOTHING = {
    "attachments.bind": "a step of issuing, which asks",
    "attachments.discard": "a step of throwing a draft away, which asks",
    "deferred.promise": "a step of the acts that accept",
    "moves.apply_move": "a step of other use cases",
    "moves.concluded": "the end of a move that was opened, which asks",
    "moves.standing": "what other use cases look at",
    "outcomes.conclude": "a step of issuing, which asks",
    "outcomes.paper": "a step of issuing, which asks",
    "supplements.add_round": "a step of the acts that ask",
    "visits.came": "a step of the act the citizen came for",
    "audit.note": "the line that other use cases write",
    "backups.made": "a backup is taken by itself, too, when nobody acts",
    "backups.restored": "two persons were asked for before the records were exchanged",
    "delivery_papers.collection": "a step of keeping a result ready, which asks",
    "delivery_papers.proof": "a step of handing over, which asks",
    "intake.issuer": "names on a paper",
    "intake.preview": "a text on screen, nothing of it stored",
    "looks.looked": "the line that other use cases write",
    "slips.new_sheet": "a step of asking for a print, which asks",
    "papers.issue": "a step of the act it tells of, which asks",
    "officers.change_password": "everybody's own, by the old password",
    "officers.make_recovery": "the first start, before anybody has rights",
    "officers.reseal": "a step of renewing the key, which asks",
    "parcels.advance": "a step of other use cases",
    "rekey.settled": "the end of a renewal, which asks",
    "officers.second_known": "a step of the second person's",
    "told_once.need_told_once": "a step of issuing, which asks",
    "officers.second_person": "asks who the second person is, not the first",
}


def acting() -> dict[str, Callable[..., Any]]:
    """Every public function of the use cases that is told who acts."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(desktop.services.__path__):
        room = importlib.import_module(f"desktop.services.{module.name}")
        for name, function in inspect.getmembers(room, inspect.isfunction):
            own = function.__module__ == room.__name__ and not name.startswith("_")
            if own and "clerk" in inspect.signature(function).parameters:
                found[f"{module.name}.{name}"] = function
    return found


def test_every_use_case_is_in_the_table() -> None:
    assert set(acting()) == set(ASKS) | set(ASKS_NOTHING)


def call(backend: Backend, name: str, clerk: Clerk) -> Trouble | None:
    """Ask a use case in somebody's name with nothing useful beside it; what it refuses with."""
    function = acting()[name]
    wanted = [
        each
        for each in inspect.signature(function).parameters.values()
        if each.kind is each.POSITIONAL_OR_KEYWORD
    ]
    try:
        with reading(backend.engine) as session:
            values = {"session": session, "clerk": clerk, "now": builders.NOW}
            result = function(*(values.get(each.name) for each in wanted))
            if inspect.isgenerator(result):
                list(result)
    except Refusal as refusal:
        return refusal.trouble
    except Exception:  # noqa: BLE001 - let through, it has nothing to work with
        return None
    return None


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(ASKS))
def test_role_by_act(backend: Backend, name: str, role: Role) -> None:
    clerk = Clerk(1, "001001", "某人", role)
    refused = call(backend, name, clerk) is Trouble.NOT_ALLOWED
    assert refused is (ASKS[name] not in RIGHTS[role])


@pytest.mark.parametrize("name", sorted(ASKS))
def test_a_first_password_does_nothing_but_be_changed(backend: Backend, name: str) -> None:
    clerk = replace(builders.CHIEF, must_change=True)
    assert call(backend, name, clerk) is Trouble.PASSWORD_MUST_CHANGE
