"""A sound system that is turned down is no loudspeaker, though every player says that all is well."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hardware.speaker.aplay import ALSA, PULSE, Player, PlayerSpeaker
from hardware.speaker.base import SpeakerFailed
from hardware.speaker.mixer import muted, silent

AMIXER = """Simple mixer control 'Master',0
  Capabilities: pvolume pswitch
  Front Left: Playback 41 [{}%] [-23.00dB] [{}]
  Front Right: Playback 41 [{}%] [-23.00dB] [{}]
"""
PACTL = "Volume: front-left: 0 /   {}% / -inf dB,   front-right: 0 /   {}% / -inf dB\n        balance 0.00\n"


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (AMIXER.format(47, "on", 47, "on"), False),
        (AMIXER.format(47, "off", 47, "off"), True),
        (AMIXER.format(47, "off", 47, "on"), False),
        (AMIXER.format(0, "on", 0, "on"), True),
        ("Mute: yes\n", True),
        ("Mute: no\n", False),
        (PACTL.format(0, 0), True),
        (PACTL.format(0, 40), False),
        ("", False),
    ],
)
def test_what_mixers_say(told: str, wanted: bool) -> None:
    assert silent(told) is wanted


async def test_one_that_does_not_know_is_no_reason_to_worry(program: Callable[[str], str]) -> None:
    assert not await muted(["/no/such/program"], [program("echo 'Mute: yes'; exit 1")])
    assert await muted(["/no/such/program"], [program("echo 'Mute: yes'")])


async def test_a_muted_device_does_not_pass_the_check(program: Callable[[str], str]) -> None:
    player = program("cat > /dev/null")
    await PlayerSpeaker(Player(player, "p", raw=True, mixer=program("echo 'Mute: no'"))).check()
    turned_down = Player(player, "p", raw=True, mixer=program("echo 'Mute: yes'"))
    with pytest.raises(SpeakerFailed, match="turned down") as raised:
        await PlayerSpeaker(turned_down, device="lobby").check()
    assert raised.value.code == "muted"


def test_the_mixer_of_the_card_is_asked() -> None:
    assert ALSA.questions("plughw:1,0")[0] == ["amixer", "-D", "hw:1", "sget", "Master"]
    assert ALSA.questions("plughw:CARD=PCH,DEV=0")[0][2] == "hw:PCH"
    assert ALSA.questions("")[0][2] == "default"
    assert PULSE.questions("")[0] == ["pactl", "get-sink-mute", "@DEFAULT_SINK@"]
