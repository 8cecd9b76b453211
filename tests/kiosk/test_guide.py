"""Four keys lead through a page."""

from __future__ import annotations

from kiosk.guide import Guide, Heard, Key, Page, Stop

PAGE = Page(of="home", stops=(Stop("Welcome"), Stop("Land", "land"), Stop("Tax", "tax")), back="leave")


def at_home() -> Guide:
    guide = Guide()
    assert guide.turn_to(PAGE) == Heard(say="Welcome")
    return guide


def test_a_new_page_is_read_from_its_beginning() -> None:
    guide = at_home()
    guide.press(Key.NEXT)
    assert guide.turn_to(Page(of="other", stops=(Stop("Here"),))) == Heard(say="Here")


def test_down_and_up_go_through_the_stops_and_stay_at_the_ends() -> None:
    guide = at_home()
    assert [guide.press(Key.NEXT).say for _ in range(3)] == ["Land", "Tax", "Tax"]
    assert [guide.press(Key.BEFORE).say for _ in range(3)] == ["Land", "Welcome", "Welcome"]


def test_a_stop_is_chosen_and_a_mere_text_is_said_again() -> None:
    guide = at_home()
    assert guide.press(Key.CHOOSE) == Heard(say="Welcome")
    guide.press(Key.NEXT)
    assert guide.press(Key.CHOOSE) == Heard(choose="land")


def test_the_volume_is_heard_by_what_was_said_last() -> None:
    guide = at_home()
    guide.press(Key.NEXT)
    assert guide.press(Key.LOUDER) == guide.press(Key.SOFTER) == Heard(say="Land")


def test_back_leads_away_where_there_is_a_way() -> None:
    assert at_home().press(Key.BACK) == Heard(choose="leave")
    guide = Guide()
    guide.turn_to(Page(of="x", stops=(Stop("Only this"),)))
    assert guide.press(Key.BACK) == Heard(say="Only this")


def test_what_a_choice_changed_is_said_and_what_changes_by_itself_is_not() -> None:
    guide = at_home()
    guide.press(Key.NEXT)
    counted = Page(of="home", stops=(Stop("Welcome"), Stop("Land, 3 wait", "land"), Stop("Tax", "tax")))
    assert guide.turn_to(counted) == Heard()
    guide.press(Key.CHOOSE)
    chosen = Page(of="home", stops=(Stop("Welcome"), Stop("Land, chosen", "land"), Stop("Tax", "tax")))
    assert guide.turn_to(chosen) == Heard(say="Land, chosen")
    assert guide.turn_to(counted) == Heard()


def test_a_stop_is_kept_when_one_comes_before_it() -> None:
    guide = at_home()
    guide.press(Key.NEXT)
    guide.turn_to(Page(of="home", stops=(Stop("Welcome"), Stop("New", "new"), Stop("Land", "land"))))
    assert guide.press(Key.CHOOSE) == Heard(choose="land")


def test_an_empty_page_is_silence() -> None:
    guide = Guide()
    assert guide.turn_to(Page(of="empty")) == Heard()
    assert [guide.press(key) for key in Key] == [Heard()] * len(Key)
