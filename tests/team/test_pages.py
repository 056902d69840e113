"""Every page opens for everybody who has it, full or empty, and for nobody else."""

from __future__ import annotations

import pytest

from survey.house import House
from survey.permissions import NotAllowed
from survey.screening import queue
from survey.store.tables import Role
from survey.team.moving import Address
from survey.team.navigation import PAGES
from tests.conftest import People
from tests.team.conftest import OpenPage, hash_of, somebody, words

EVERY_PAGE = [(role, page.address) for role, pages in PAGES.items() for page in pages]
EVERYBODY = {
    Role.SESSION_LEADER: "leader",
    Role.SAFEGUARDING_LEAD: "lead",
    Role.ANALYST: "analyst",
    Role.VIEWER: "viewer",
    Role.ADMINISTRATOR: "administrator",
}
TROUBLE = "Something went wrong"


@pytest.mark.parametrize(("role", "address"), EVERY_PAGE)
def test_every_page_opens_in_an_empty_workspace(
    role: Role, address: Address, house: House, people: People, open_page: OpenPage
) -> None:
    page = open_page(house, getattr(people, EVERYBODY[role]), address)
    assert not page.exception
    assert TROUBLE not in words(page)
    assert "Example data" not in words(page)


@pytest.mark.parametrize(("role", "address"), EVERY_PAGE)
def test_every_page_opens_on_the_example_and_says_that_it_is_invented(
    role: Role, address: Address, example_house: House, open_page: OpenPage
) -> None:
    page = open_page(example_house, somebody(example_house, role), address)
    assert not page.exception
    assert TROUBLE not in words(page)
    assert "Every answer is invented" in words(page)


@pytest.mark.parametrize("role", list(Role))
def test_the_first_page_of_a_role_opens_without_an_address(
    role: Role, example_house: House, open_page: OpenPage
) -> None:
    page = open_page(example_house, somebody(example_house, role))
    assert not page.exception
    assert page.title or "h1" in words(page)


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (role, address)
        for role, pages in PAGES.items()
        for address in Address
        if address not in {page.address for page in pages}
    ],
)
def test_a_page_of_another_role_cannot_be_opened(
    role: Role, address: Address, house: House, people: People, open_page: OpenPage
) -> None:
    page = open_page(house, getattr(people, EVERYBODY[role]))
    with pytest.raises(LookupError):
        hash_of(page, address)


@pytest.mark.parametrize(("role", "address"), EVERY_PAGE)
def test_drawing_a_page_for_a_role_that_lacks_it_is_refused_by_the_services(
    role: Role, address: Address, house: House, people: People
) -> None:
    """Whoever gets past the menu still gets nothing: the page asks a service, and the service refuses."""
    page = next(page for pages in PAGES.values() for page in pages if page.address == address)
    for other, name in EVERYBODY.items():
        if address in {one.address for one in PAGES[other]}:
            continue
        with pytest.raises(NotAllowed):
            page.draw(house, getattr(people, name))


def test_whoever_is_signed_out_is_told_so_and_sees_nothing_else(house: House, open_page: OpenPage) -> None:
    page = open_page(house, None)
    assert "You are signed out" in words(page)
    assert 'href="/sign-in"' in words(page)
    assert not page.button


def test_a_text_past_its_time_stands_out_and_says_so_in_words_too(
    example_house: House, open_page: OpenPage
) -> None:
    lead = somebody(example_house, Role.SAFEGUARDING_LEAD)
    late = [one for one in queue.waiting(example_house, lead) if one.overdue]
    page = open_page(example_house, lead, Address.QUEUE)
    drawn = " ".join(one.proto.body for one in page.get("html"))
    assert late
    assert drawn.count('<span class="over">') >= 1
    assert "overdue since" in drawn.split('<span class="over">')[1].split("</span>")[0]
    assert "Written on" in drawn
